package io.slipway.server.hypervisor.pve.rest;

/**
 * What the host answered, of whatever status.
 *
 * @param status HTTP status; 200 to 299 is success, though of a task only that it was started
 * @param reason the status line's reason, where Proxmox puts its error text
 * @param body the whole body, at most 16 MiB
 */
public record RestAnswer(int status, String reason, String body) {
    public boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
