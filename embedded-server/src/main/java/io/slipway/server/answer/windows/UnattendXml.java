package io.slipway.server.answer.windows;

import java.util.Base64;
import java.util.Map;

/** Puts the passes together. */
public final class UnattendXml {
    /** Namespace of the block that carries our files inside the answer file. */
    public static final String EXTENSIONS = "urn:slipway:answer-file:1";

    /** Where the loader puts the carried files; only SYSTEM and administrators may write below. */
    static final String FOLDER = "C:\\Windows\\Setup\\Scripts\\Slipway";

    /** Run by the specialize command with the parsed answer file in {@code $x}. */
    private static final String EXTRACT = "$t='" + FOLDER + "';[IO.Directory]::CreateDirectory($t);"
            + "foreach($f in $x.unattend.Extensions.File)"
            + "{[IO.File]::WriteAllBytes($t+'\\'+$f.name,[Convert]::FromBase64String($f.InnerText))};"
            + "& ($t+'\\stage0.ps1')";

    private UnattendXml() {}

    /**
     * The answer file.
     *
     * @param carried name and bytes of files the loader needs when the disc is gone
     */
    public static byte[] render(WindowsPlan plan, Map<String, byte[]> carried) {
        return new UnattendWriter().document(out -> {
            if (plan.freshSetup()) {
                out.pass("windowsPE", new SetupPass(plan)::write);
            }
            out.pass("specialize", new SpecializePass(plan)::write);
            out.pass("oobeSystem", new OobePass(plan)::write);
            out.extensions(EXTENSIONS, block -> extensions(block, carried));
        });
    }

    /** Base64, because a text node would lose CR and a byte-order mark: the files come out byte for byte. */
    private static void extensions(UnattendWriter out, Map<String, byte[]> carried) {
        out.value("Extract", EXTRACT);
        carried.forEach((name, bytes) -> out.file(name, Base64.getEncoder().encodeToString(bytes)));
    }
}
