package io.slipway.server.lab;

import io.slipway.server.lab.cli.PveCommands;
import io.slipway.server.lab.guest.GuestReport;
import io.slipway.server.lab.guest.Guests;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.Flocks;
import io.slipway.server.lab.pve.LabVm;
import io.slipway.server.lab.pve.NodeSpec;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.TemplateSpec;
import io.slipway.server.lab.rest.RestFace;
import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.Host;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.Vfs;
import io.slipway.server.lab.sh.VfsException;
import io.slipway.server.lab.ssh.SshFace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An in-process Proxmox VE 9.2 node with simulated guests, reachable by SSH and SFTP on loopback.
 *
 * <p>The product talks to it only through its Proxmox adapter. The methods here set it up, break it and look at it; they
 * are for tests and the demo. Thread-safe.
 */
public final class Laboratory implements AutoCloseable {
    /** A medium in a storage. */
    public record IsoFile(String name, long size, byte[] bytes) {}

    private static final long MIB = 1L << 20;

    private final Vfs files;
    private final Guests guests;
    private final Cluster cluster;
    private final Host host;
    private final SshFace ssh;
    private final @Nullable RestFace rest;

    Laboratory(LaboratoryBuilder plan) {
        files = new Vfs(plan.clock);
        var local = new NodeSpec(plan.nodeName, "127.0.0.1", plan.cpus, plan.memoryBytes, plan.bridges, true);
        var nodes = new ArrayList<NodeSpec>();
        nodes.add(local);
        nodes.addAll(plan.furtherNodes);
        host = new Host(plan.nodeName, files, plan.sleeper, plan.clock, plan.sudo);
        guests = new Guests(plan.guests, plan.timing, plan.clock, plan.sleeper);
        makeFolders(plan);
        cluster = new Cluster(nodes, plan.storages, files, plan.timing, plan.clock, plan.sleeper, plan.random, guests);
        guests.attach(cluster);
        putMedia();
        plan.machines.forEach(machine -> cluster.add(machine, plan.nodeName));
        plan.elsewhere.forEach((vmid, node) ->
                cluster.add(new TemplateSpec(vmid, false, Map.of("name", "foreign-" + vmid, "memory", "512")), node));
        PveCommands.install(host, cluster);
        var logins = new HashMap<>(plan.others);
        logins.put("root", new SshFace.Login(Account.ROOT, plan.rootPassword, List.<PublicKey>copyOf(plan.rootKeys)));
        var key = plan.hostKey == null ? LaboratoryBuilder.newHostKey() : plan.hostKey;
        ssh = new SshFace(host, cluster, logins, key, plan.port);
        rest = plan.rest ? new RestFace(cluster, plan.tokens, plan.restPort, plan.restReasonOnly) : null;
        try {
            ssh.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts describing a laboratory. */
    public static LaboratoryBuilder builder() {
        return new LaboratoryBuilder();
    }

    private void makeFolders(LaboratoryBuilder plan) {
        try {
            for (var folder : List.of(
                    "/etc", "/var/tmp", "/tmp", "/run", "/root", "/var/lib", "/mnt/pve", "/var/lock/qemu-server")) {
                files.makeDirectories(folder, 0755);
            }
            for (var user : plan.others.keySet()) {
                files.makeDirectories("/home/" + user, 0700);
            }
        } catch (VfsException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stand-ins of the media an operator has uploaded before; they hold no bytes. */
    private void putMedia() {
        try {
            if (files.exists("/var/lib/vz/template/iso")) {
                files.putSparse("/var/lib/vz/template/iso/windows11.iso", 3 * MIB, 0644);
                files.putSparse("/var/lib/vz/template/iso/virtio-win.iso", MIB, 0644);
            }
        } catch (VfsException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loopback port of the SSH listener. */
    public int port() {
        return ssh.port();
    }

    /** The HTTPS listener, when the laboratory was built with one. */
    public RestFace rest() {
        if (rest == null) {
            throw new IllegalStateException("built without an HTTPS listener");
        }
        return rest;
    }

    /** The local node's name. */
    public String nodeName() {
        return cluster.local().name();
    }

    /** All machines of the cluster by number. */
    public List<LabVm> vms() {
        return cluster.snapshot();
    }

    /** One machine. */
    public LabVm vm(int vmid) {
        return vms().stream()
                .filter(vm -> vm.vmid() == vmid)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("VM " + vmid));
    }

    /** The media in a storage. */
    public List<IsoFile> isoFiles(String storage) {
        try {
            var spec = cluster.volumes().storage(storage);
            var found = new ArrayList<IsoFile>();
            for (var volume : cluster.volumes().list(spec, "iso", 0)) {
                var path = cluster.volumes().path(volume.volid());
                found.add(new IsoFile(Vfs.name(path), volume.size(), files.read(path)));
            }
            return found;
        } catch (PveError | VfsException e) {
            throw new IllegalArgumentException(storage, e);
        }
    }

    /** Puts a medium into a storage, as an operator would by the web page. */
    public void putIso(String storage, String name, byte[] bytes) {
        try {
            files.put(cluster.volumes().storage(storage).path() + "/template/iso/" + name, bytes, 0644);
        } catch (PveError | VfsException e) {
            throw new IllegalArgumentException(storage, e);
        }
    }

    /** The virtual file system, for assertions on what was left behind. */
    public Vfs files() {
        return files;
    }

    /** Every completed change of state in the order of completion. */
    public List<Effect> effects() {
        return cluster.effects().done();
    }

    /** Is called in the changing thread right before and right after each change. */
    public void onEffect(Consumer<Effect> hook) {
        cluster.effects().onEffect(hook);
    }

    /** Another password for root; open sessions go on. */
    public void changeRootPassword(String password) {
        ssh.changePassword("root", password);
    }

    /** The command lines received over SSH, as they came. */
    public List<String> commands() {
        return ssh.commands();
    }

    /** What was asked of the shell and is not in its subset; tests expect an empty list. */
    public List<String> unsupported() {
        return host.unsupported();
    }

    /** What shall go wrong. */
    public Faults faults() {
        return cluster.faults();
    }

    /** What every guest found on its media and did, by machine number. */
    public Map<Integer, GuestReport> guests() {
        return guests.reports();
    }

    /** How guests behave; rules can be added at any time. */
    public Guests guestRules() {
        return guests;
    }

    /** The machines, storages and locks behind the commands. */
    public Cluster cluster() {
        return cluster;
    }

    /** Fills a storage: nothing more can be written to it until the limit is lifted by a negative size. */
    public void limitStorage(String storage, long bytes) {
        try {
            files.quota(cluster.volumes().storage(storage).path(), bytes);
        } catch (PveError e) {
            throw new IllegalArgumentException(storage, e);
        }
    }

    /** Holds the lock file of a machine, as a long-running operation does. */
    public Flocks.Held holdLock(int vmid) throws InterruptedException {
        try {
            return cluster.flocks().acquire(vmid, java.time.Duration.ofSeconds(5), Output.discard());
        } catch (PveError | io.slipway.server.lab.sh.PipeClosed e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets somebody else take a machine number now. */
    public void takeVmid(int vmid, String node) {
        cluster.add(new TemplateSpec(vmid, false, Map.of("name", "foreign-" + vmid, "memory", "512")), node);
    }

    /** Who tried to sign in over SSH, successfully or not. */
    public List<String> signIns() {
        return ssh.signIns();
    }

    /** Shows another SSH host key from now on, as an impostor or a newly installed machine does; open connections end. */
    public void changeHostKey(KeyPair key) {
        ssh.changeHostKey(key);
    }

    /** Breaks all SSH connections. */
    public void dropConnections() {
        ssh.dropConnections();
    }

    @Override
    public void close() {
        ssh.close();
        if (rest != null) {
            rest.close();
        }
        cluster.close();
        guests.close();
        host.close();
    }
}
