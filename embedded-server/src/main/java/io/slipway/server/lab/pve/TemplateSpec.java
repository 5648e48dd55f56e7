package io.slipway.server.lab.pve;

import java.util.Map;
import java.util.TreeMap;

/**
 * A machine that exists when the laboratory starts.
 *
 * @param conf its configuration as Proxmox stores it; volumes named there are created with the size they state
 */
public record TemplateSpec(int vmid, boolean template, Map<String, String> conf) {
    public TemplateSpec {
        conf = Map.copyOf(conf);
    }

    /** Windows 11: q35, OVMF, TPM, the installer in ide2, virtio-win in ide0, an empty disk that boots first. */
    public static TemplateSpec windows(int vmid, String name) {
        var conf = new TreeMap<String, String>();
        conf.put("agent", "1");
        conf.put("balloon", "0");
        conf.put("bios", "ovmf");
        conf.put("boot", "order=scsi0;ide2;net0");
        conf.put("cores", "2");
        conf.put("cpu", "x86-64-v2-AES");
        conf.put("description", "Windows 11 golden image");
        conf.put(
                "efidisk0",
                "fast:" + vmid + "/base-" + vmid
                        + "-disk-0.raw,efitype=4m,ms-cert=2023k,pre-enrolled-keys=1,size=528K");
        conf.put("ide0", "local:iso/virtio-win.iso,media=cdrom,size=1M");
        conf.put("ide2", "local:iso/windows11.iso,media=cdrom,size=3M");
        conf.put("machine", "pc-q35-10.1");
        conf.put("memory", "4096");
        conf.put("meta", "creation-qemu=10.1.2,ctime=1795177186");
        conf.put("name", name);
        conf.put("net0", "virtio=BC:24:11:AF:4C:10,bridge=vmbr0,firewall=1");
        conf.put("ostype", "win11");
        conf.put("scsi0", "fast:" + vmid + "/base-" + vmid + "-disk-1.raw,discard=on,iothread=1,size=1G");
        conf.put("scsihw", "virtio-scsi-single");
        conf.put("smbios1", "uuid=05cb85a1-6f1c-4b0c-9a2e-7d3f00000001");
        conf.put("sockets", "1");
        conf.put("tags", "template;windows");
        conf.put("tpmstate0", "fast:" + vmid + "/base-" + vmid + "-disk-2.raw,size=4M,version=v2.0");
        conf.put("vmgenid", "05cb85a1-6f1c-4b0c-9a2e-7d3f00000002");
        return new TemplateSpec(vmid, true, conf);
    }

    /** The same on an i440fx machine with SeaBIOS and no TPM. */
    public static TemplateSpec windowsBios(int vmid, String name) {
        var conf = new TreeMap<>(windows(vmid, name).conf());
        conf.keySet().removeAll(java.util.List.of("bios", "machine", "efidisk0", "tpmstate0"));
        conf.put("ostype", "win10");
        return new TemplateSpec(vmid, true, conf);
    }

    /** A Linux cloud image with an agent; its seed comes on a disc labelled cidata. */
    public static TemplateSpec linux(int vmid, String name) {
        var conf = new TreeMap<String, String>();
        conf.put("agent", "1");
        conf.put("boot", "order=scsi0;ide2;net0");
        conf.put("cores", "1");
        conf.put("ide2", "none,media=cdrom");
        conf.put("memory", "256");
        conf.put("meta", "creation-qemu=10.1.2,ctime=1795177151");
        conf.put("name", name);
        conf.put("net0", "virtio=BC:24:11:0A:0B:0C,bridge=vmbr0");
        conf.put("ostype", "l26");
        conf.put("scsi0", "fast:" + vmid + "/base-" + vmid + "-disk-0.qcow2,size=1G");
        conf.put("scsihw", "virtio-scsi-pci");
        conf.put("smbios1", "uuid=05cb85a1-6f1c-4b0c-9a2e-7d3f00000003");
        conf.put("vmgenid", "05cb85a1-6f1c-4b0c-9a2e-7d3f00000004");
        return new TemplateSpec(vmid, true, conf);
    }

    /** The same machine with one setting changed. */
    public TemplateSpec with(String key, String value) {
        var changed = new TreeMap<>(conf);
        changed.put(key, value);
        return new TemplateSpec(vmid, template, changed);
    }

    /** The same machine without one setting. */
    public TemplateSpec without(String key) {
        var changed = new TreeMap<>(conf);
        changed.remove(key);
        return new TemplateSpec(vmid, template, changed);
    }
}
