package io.slipway.server.lab.powershell;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The machine that a script sees. */
interface GuestWorld {
    InstantSource clock();

    /** Waits; an interrupt ends the wait and stays set. */
    void sleep(Duration time);

    RandomGenerator random();

    /** The UUID as Win32_ComputerSystemProduct prints it. */
    String smbiosUuid();

    String computerName();

    GuestDisk disk();

    GuestNetwork network();

    GuestRegistry registry();

    GuestTasks tasks();

    GuestHttp http();

    /** Takes a named mutex. False when somebody has it. */
    boolean lock(String mutex);

    void unlock(String mutex);

    /** Runs a program or a script to its end; null when there is none at the path. */
    @Nullable
    Integer execute(String path, List<String> arguments, List<Object> output);
}
