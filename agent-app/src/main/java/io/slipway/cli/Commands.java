package io.slipway.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The tree of commands. */
final class Commands {
    private Commands() {}

    static CommandLine tree(RootCommand root, Shell shell) {
        var line = new CommandLine(root);
        line.addSubcommand(new DemoCommand(shell));
        line.addSubcommand(new ServeCommand(shell));
        line.addSubcommand(new OpenCommand(shell));
        line.addSubcommand(group(
                "lan",
                "Where VMs reach this machine; off until you choose.",
                List.of(new LanShowCommand(shell), new LanSetCommand(shell), new LanOffCommand(shell))));
        line.addSubcommand(group(
                "host",
                "The Proxmox VE hosts that VMs are made on.",
                List.of(
                        new HostAddCommand(shell),
                        new HostCheckCommand(shell),
                        new HostRightsCommand(shell),
                        new HostOnboardCommand(shell),
                        new HostCompareCommand(shell),
                        new HostRepinCommand(shell),
                        new HostResumeCommand(shell),
                        new HostConfirmCommand(shell),
                        new HostLimitsCommand(shell),
                        new HostListCommand(shell),
                        new HostRemoveCommand(shell))));
        line.addSubcommand(group(
                "template",
                "The templates that VMs are cloned from.",
                List.of(new TemplateListCommand(shell), new TemplateMapCommand(shell))));
        line.addSubcommand(group(
                "profile",
                "What a guest becomes: accounts, names, language, settings.",
                List.of(
                        new ProfileListCommand(shell),
                        new ProfileShowCommand(shell),
                        new ProfileImportCommand(shell),
                        new ProfileExportCommand(shell),
                        new ProfileDuplicateCommand(shell),
                        new ProfileRenameCommand(shell),
                        new ProfileHistoryCommand(shell),
                        new ProfileCompareCommand(shell),
                        new ProfileRestoreCommand(shell),
                        new ProfileDeleteCommand(shell))));
        line.addSubcommand(group(
                "iso",
                "Answer ISOs without a host; any folder to an ISO and back; changed copies of installers.",
                List.of(
                        new IsoAnswerCommand(shell),
                        new IsoBuildCommand(shell),
                        new IsoRemasterCommand(shell),
                        new IsoListCommand(shell),
                        new IsoVerifyCommand(shell))));
        line.addSubcommand(new ProvisionCommand(shell));
        line.addSubcommand(group(
                "job",
                "Accepted work: look at it, stop it, go on with it.",
                List.of(
                        new JobListCommand(shell),
                        new JobShowCommand(shell),
                        new JobLogCommand(shell),
                        new JobCancelCommand(shell),
                        new JobRetryCommand(shell))));
        line.addSubcommand(group(
                "vm",
                "The VMs that Slipway made.",
                List.of(
                        new VmListCommand(shell),
                        new VmShowCommand(shell),
                        new VmDeleteCommand(shell),
                        new VmPasswordCommand(shell))));
        line.addSubcommand(group(
                "artifact",
                "Files that VMs download: releases, and whose VMs get which.",
                List.of(
                        new ArtifactAddCommand(shell),
                        new ArtifactListCommand(shell),
                        new ArtifactAssignCommand(shell),
                        new ArtifactRemoveCommand(shell),
                        new ArtifactAuditCommand(shell))));
        line.addSubcommand(group(
                "secret",
                "Passwords and keys, sealed under the vault's key; what reads them gets the newest version.",
                List.of(
                        new SecretSetCommand(shell),
                        new SecretListCommand(shell),
                        new SecretRotateCommand(shell),
                        new SecretBindCommand(shell),
                        new SecretReenterCommand(shell),
                        new SecretDeleteCommand(shell))));
        line.addSubcommand(group(
                "vault",
                "The key under which all stored secrets are sealed.",
                List.of(
                        new VaultStatusCommand(shell),
                        new VaultInitCommand(shell),
                        new VaultUnlockCommand(shell),
                        new VaultLockCommand(shell),
                        new VaultChangeProtectorCommand(shell),
                        new VaultAutoLockCommand(shell),
                        new VaultRecoveryWordsCommand(shell),
                        new VaultRecoverCommand(shell),
                        new VaultResetCommand(shell))));
        line.addSubcommand(group(
                "token",
                "Tokens with which programs use the admin API.",
                List.of(new TokenCreateCommand(shell), new TokenListCommand(shell), new TokenRevokeCommand(shell))));
        line.addSubcommand(group(
                "session",
                "Browsers that are signed in.",
                List.of(new SessionListCommand(shell), new SessionEndCommand(shell))));
        line.addSubcommand(group(
                "ca",
                "The authority that VMs know this machine by.",
                List.of(new CaStatusCommand(shell), new CaRotateCommand(shell))));
        line.addSubcommand(group(
                "audit",
                "Who did what, as a chain that shows every tampering.",
                List.of(new AuditListCommand(shell), new AuditVerifyCommand(shell), new AuditExportCommand(shell))));
        line.addSubcommand(group(
                "backup",
                "One encrypted file with everything but VMs and jobs; it opens by the recovery words.",
                List.of(
                        new BackupCreateCommand(shell),
                        new BackupVerifyCommand(shell),
                        new BackupRestoreCommand(shell))));
        line.addSubcommand(new DoctorCommand(shell));
        line.addSubcommand(new DiagnoseCommand(shell));
        line.addSubcommand(new HelpCommand(shell));
        helpful(line);
        return line;
    }

    /** A command that only has commands of its own. */
    private static CommandLine group(String name, String description, List<Object> commands) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        var line = new CommandLine(spec);
        commands.forEach(line::addSubcommand);
        return line;
    }

    /** Every command explains itself; done here, because an inherited annotation would repeat the root's texts too. */
    private static void helpful(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        line.getSubcommands().values().forEach(Commands::helpful);
    }
}
