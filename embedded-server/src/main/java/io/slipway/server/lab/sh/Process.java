package io.slipway.server.lab.sh;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state of one shell process: variables, directory, identity. Used by one thread. */
public final class Process {
    private final Host host;
    private final Account account;
    private final int pid;
    private final String shellName;
    private final Map<String, String> variables;
    private final List<String> positional;
    private String directory;
    private int umask = 022;
    private int lastStatus;
    private int lastBackground;
    private boolean exitOnError;
    private Runnable connection = () -> {};

    /** A login shell's process. */
    public Process(Host host, Account account, String shellName) {
        this(host, account, shellName, new HashMap<>(), List.of(shellName), account.home());
        variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("HOME", account.home());
        variables.put("USER", account.name());
    }

    private Process(
            Host host,
            Account account,
            String shellName,
            Map<String, String> variables,
            List<String> positional,
            String directory) {
        this.host = host;
        this.account = account;
        this.shellName = shellName;
        this.variables = variables;
        this.positional = List.copyOf(positional);
        this.directory = directory;
        this.pid = host.nextPid();
    }

    /** A child with a copy of everything. */
    Process fork(Account as, String childShell, List<String> childPositional) {
        var child = new Process(host, as, childShell, new HashMap<>(variables), childPositional, directory);
        child.umask = umask;
        child.lastBackground = lastBackground;
        child.exitOnError = exitOnError;
        child.connection = connection;
        return child;
    }

    Process fork() {
        return fork(account, shellName, positional);
    }

    public Host host() {
        return host;
    }

    /** Sets what breaks the connection this process came in by. */
    public void connection(Runnable breaker) {
        connection = breaker;
    }

    /** Breaks the connection this process came in by. */
    public void breakConnection() {
        connection.run();
    }

    public Account account() {
        return account;
    }

    int pid() {
        return pid;
    }

    String shellName() {
        return shellName;
    }

    /** How a shell introduces its own messages: bash counts lines with a word, dash without. */
    String complaint(String text) {
        return shellName.equals("bash") ? "bash: line 1: " + text : shellName + ": 1: " + text;
    }

    Map<String, String> variables() {
        return variables;
    }

    List<String> positional() {
        return positional;
    }

    String directory() {
        return directory;
    }

    void directory(String path) {
        directory = path;
    }

    int umask() {
        return umask;
    }

    void umask(int mask) {
        umask = mask;
    }

    int lastStatus() {
        return lastStatus;
    }

    void lastStatus(int status) {
        lastStatus = status;
    }

    int lastBackground() {
        return lastBackground;
    }

    void lastBackground(int child) {
        lastBackground = child;
    }

    boolean exitOnError() {
        return exitOnError;
    }

    void exitOnError(boolean on) {
        exitOnError = on;
    }

    /** The absolute, normalised form of a path as this process sees it. */
    public String resolve(String path) {
        return Vfs.normalise(path.startsWith("/") ? path : directory + "/" + path);
    }
}
