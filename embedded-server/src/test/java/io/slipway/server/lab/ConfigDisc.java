package io.slipway.server.lab;

import io.slipway.iso.IsoBuilder;
import io.slipway.iso.IsoImage;
import io.slipway.iso.Profile;
import io.slipway.server.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** Config discs as the product builds them, small enough to vary one thing at a time. */
final class ConfigDisc {
    private static final String COMMAND = "powershell.exe -NoProfile -ExecutionPolicy Bypass -Command "
            + "&quot;foreach($d in [IO.DriveInfo]::GetDrives()){$f=$d.Name+'START.ps1';"
            + "if([IO.File]::Exists($f)){&amp; $f;exit 0}};exit 0;&quot;";

    private ConfigDisc() {}

    static byte[] windows(String answerFile, ObjectNode provision) {
        return build(IsoImage.builder()
                .volumeId("PROVISION")
                .profile(Profile.WINDOWS_CONFIG)
                .file("/autounattend.xml", answerFile.getBytes(StandardCharsets.US_ASCII))
                .file("/provision.json", Json.write(provision).getBytes(StandardCharsets.UTF_8))
                .file("/START.ps1", startScript()));
    }

    static byte[] linux(String userData, String metaData, String networkConfig) {
        return build(IsoImage.builder()
                .volumeId("cidata")
                .profile(Profile.NOCLOUD)
                .file("/user-data", userData.getBytes(StandardCharsets.UTF_8))
                .file("/meta-data", metaData.getBytes(StandardCharsets.UTF_8))
                .file("/network-config", networkConfig.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] build(IsoBuilder builder) {
        try {
            var bytes = new ByteArrayOutputStream();
            builder.plan().writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] startScript() {
        try (var in =
                Objects.requireNonNull(ConfigDisc.class.getResourceAsStream("/io/slipway/server/answer/START.ps1"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode provision(String uuid, String token, StubControlPlane server) {
        var config = Json.object().put("version", 1).put("vm_uuid", uuid).put("token", token);
        config.put("api_endpoint", server.url()).put("s3_endpoint", "").put("bootstrap_url", "");
        config.putArray("tls_pins").add(server.pin());
        config.putNull("ip");
        return config;
    }

    static ObjectNode withAddress(ObjectNode config, String address) {
        var ip = Json.object().put("address", address).put("netmask", "255.255.255.0");
        ip.put("gateway", address.replaceAll("[0-9]+$", "1"));
        ip.putArray("dns").add("9.9.9.9");
        config.set("ip", ip);
        return config;
    }

    static String answerFile(String computerName) {
        var password = Base64.getEncoder().encodeToString("Pa$$ wordPassword".getBytes(StandardCharsets.UTF_16LE));
        return ANSWER.formatted(COMMAND, computerName, password);
    }

    private static String component(String name) {
        return "<component name=\"" + name + "\" processorArchitecture=\"amd64\" publicKeyToken=\"31bf3856ad364e35\" "
                + "language=\"neutral\" versionScope=\"nonSxS\">";
    }

    private static final String ANSWER = "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            + "<unattend xmlns=\"urn:schemas-microsoft-com:unattend\"><settings pass=\"windowsPE\">"
            + component("Microsoft-Windows-Setup")
            + "<DiskConfiguration><Disk><DiskID>0</DiskID></Disk></DiskConfiguration><ImageInstall><OSImage><InstallFrom>"
            + "<MetaData><Key>/IMAGE/INDEX</Key><Value>1</Value></MetaData></InstallFrom><InstallTo><DiskID>0</DiskID>"
            + "<PartitionID>3</PartitionID></InstallTo></OSImage></ImageInstall>"
            + "<UserData><AcceptEula>true</AcceptEula></UserData></component></settings><settings pass=\"specialize\">"
            + component("Microsoft-Windows-Deployment")
            + "<RunSynchronous><RunSynchronousCommand><Order>1</Order><Path>%s</Path></RunSynchronousCommand>"
            + "</RunSynchronous></component>" + component("Microsoft-Windows-Shell-Setup")
            + "<ComputerName>%s</ComputerName><TimeZone>W. Europe Standard Time</TimeZone></component></settings>"
            + "<settings pass=\"oobeSystem\">" + component("Microsoft-Windows-International-Core")
            + "<UserLocale>de-DE</UserLocale></component>" + component("Microsoft-Windows-Shell-Setup")
            + "<UserAccounts><LocalAccounts><LocalAccount><Password><Value>%s</Value><PlainText>false</PlainText></Password>"
            + "<DisplayName>Ada</DisplayName><Group>Administrators</Group><Name>ada</Name></LocalAccount></LocalAccounts>"
            + "</UserAccounts></component></settings></unattend>";
}
