package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Map;
import java.util.Optional;

/** Notes that outlive the adapter; a dead adapter can write no more of them. */
final class LabNotes implements Notes {
    private final Map<String, String> texts;
    private volatile boolean dead;

    LabNotes(Map<String, String> texts) {
        this.texts = texts;
    }

    void die() {
        dead = true;
    }

    private void requireLife() {
        if (dead) {
            throw Problem.of(ProblemCode.SSH_UNREACHABLE, "The process is dead.")
                    .exception();
        }
    }

    @Override
    public void note(String path, String text) {
        requireLife();
        texts.put(path, text);
    }

    @Override
    public Optional<String> readNote(String path) {
        requireLife();
        return Optional.ofNullable(texts.get(path));
    }

    @Override
    public void dropNote(String path) {
        requireLife();
        texts.remove(path);
    }
}
