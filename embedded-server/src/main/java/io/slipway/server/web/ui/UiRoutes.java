package io.slipway.server.web.ui;

import io.slipway.server.web.ui.about.AboutPages;
import io.slipway.server.web.ui.artifacts.ArtifactPages;
import io.slipway.server.web.ui.audit.AuditPages;
import io.slipway.server.web.ui.dashboard.DashboardPages;
import io.slipway.server.web.ui.frame.FramePages;
import io.slipway.server.web.ui.frame.PageProblems;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import io.slipway.server.web.ui.hosts.HostPages;
import io.slipway.server.web.ui.jobs.JobPages;
import io.slipway.server.web.ui.notices.NoticePages;
import io.slipway.server.web.ui.playbooks.PlaybookPages;
import io.slipway.server.web.ui.profiles.ProfilePages;
import io.slipway.server.web.ui.secrets.SecretPages;
import io.slipway.server.web.ui.settings.SettingsPages;
import io.slipway.server.web.ui.vms.VmPages;
import io.slipway.server.web.ui.wizard.WizardPages;
import java.util.ArrayList;
import java.util.List;

/** All pages of the control panel. */
public final class UiRoutes {
    private final List<UiPage> all = new ArrayList<>();
    private final Pages pages;
    private final PageProblems problems;

    public UiRoutes(UiParts parts) {
        this.pages = new Pages(parts);
        this.problems = new PageProblems(pages);
        all.addAll(new FramePages(parts, pages, List.of(SettingsPages::found)).routes());
        all.addAll(new DashboardPages(parts, pages).routes());
        all.addAll(new JobPages(parts, pages).routes());
        all.addAll(new VmPages(parts, pages).routes());
        all.addAll(new NoticePages(parts, pages).routes());
        all.addAll(new AuditPages(parts, pages).routes());
        all.addAll(new SettingsPages(parts, pages).routes());
        all.addAll(new AboutPages(parts, pages).routes());
        all.addAll(new ProfilePages(parts, pages).routes());
        all.addAll(new PlaybookPages(parts, pages).routes());
        all.addAll(new HostPages(parts, pages).routes());
        all.addAll(new ArtifactPages(parts, pages).routes());
        all.addAll(new SecretPages(parts, pages).routes());
        all.addAll(new WizardPages(parts, pages).routes());
    }

    public List<UiPage> routes() {
        return all.stream().map(pages::followed).toList();
    }

    /** Says problems on pages. */
    public PageProblems problems() {
        return problems;
    }
}
