package io.slipway.desktop.app;

import io.slipway.demo.DemoOrder;
import io.slipway.demo.DemoSetting;
import io.slipway.demo.DemoStage;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.MainWindow;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Redactor;
import io.slipway.server.job.Job;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.text.Languages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.transform.Scale;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * Takes a picture of every place of the window, in light and dark, English and Russian, over a laboratory with work done and work under
 * way: {@code mvn -Pscreenshots -pl agent-app -am verify}. Pictures at 1280 x 800 go to {@code docs/screenshots}; those at 2560 x 1440
 * with everything twice as large go to {@code docs/screenshots/2x}, which is not kept in the repository.
 */
public final class Screenshots {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int LOW_HEIGHT = 720;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final int ALIKE = 4;

    private final Path folder;
    private final DemoStage demo;
    private final Background background = new Background();
    private final PreferencesFile preferences;

    private Screenshots(Path folder, DemoStage demo) {
        this.folder = folder;
        this.demo = demo;
        this.preferences = PreferencesFile.open(demo.folder());
    }

    /** @param arguments the folder for the pictures */
    public static void main(String[] arguments) throws Exception {
        Display.require();
        Fx.start(Theme.LIGHT);
        var setting = DemoSetting.of(System.getenv(), new Redactor());
        int code = 0;
        try (var stage = DemoStage.open(setting)) {
            stage.register();
            var shots = new Screenshots(Path.of(arguments[0]), stage);
            shots.finish(shots.order("PC", 3));
            shots.order("LAB", 2);
            shots.profile();
            shots.all();
            shots.background.close();
        } catch (RuntimeException | IOException e) {
            e.printStackTrace();
            code = 1;
        }
        // The threads of the toolkit and of the laboratory would keep the process.
        System.exit(code);
    }

    private String order(String name, int vms) {
        var order = DemoOrder.json(vms).put("name_pattern", name + "-{n:2}");
        return demo.parts()
                .provisioning()
                .submit(Caller.localOperator(), ProvisionOrder.parse(order), Optional.empty())
                .jobId();
    }

    /** A profile of one's own, so that the editor can be shown. */
    private void profile() {
        var profiles = demo.parts().profiles();
        var built = BuiltInProfiles.find(DemoOrder.PROFILE).orElseThrow();
        profiles.create(Caller.localOperator(), "Office PC", true, built.stored());
    }

    private void finish(String job) {
        long end = System.nanoTime() + 10 * PATIENCE;
        while (!demo.parts()
                .jobs()
                .require(Caller.localOperator().tenant(), job)
                .state()
                .ended()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the order does not end");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private void all() throws IOException {
        for (var theme : Theme.values()) {
            for (var language : Languages.ALL) {
                Fx.run(theme::apply);
                window(theme, language);
            }
        }
    }

    private Map<String, Place> places() {
        var tenant = Caller.localOperator().tenant();
        var jobs = demo.parts().jobs().list(tenant, 10, Optional.empty());
        var done = jobs.stream()
                .filter(job -> job.state() == Job.State.SUCCEEDED)
                .findFirst()
                .orElseThrow();
        var vm = demo.parts().vms().list(tenant).getFirst();
        var host = demo.parts().hosts().list(tenant).getFirst();
        var profile =
                demo.parts().profiles().list(Caller.localOperator()).stream().findFirst();
        var places = new LinkedHashMap<String, Place>();
        places.put("overview", new Place.Overview());
        places.put("vms", new Place.Vms(Optional.empty()));
        places.put("vm", new Place.Vms(Optional.of(vm.id())));
        places.put("jobs", new Place.Jobs(Optional.empty()));
        places.put("job", new Place.Jobs(Optional.of(done.id())));
        places.put("profiles", new Place.Profiles(Optional.empty()));
        profile.ifPresent(one -> places.put("profile", new Place.Profiles(Optional.of(one.id()))));
        places.put("hosts", new Place.Hosts(Optional.empty()));
        places.put("host", new Place.Hosts(Optional.of(host.id())));
        places.put("add-host", new Place.AddHost("pve2.example", 22));
        places.put("new-vm", new Place.NewVm());
        places.put("settings", new Place.Settings(Optional.empty()));
        places.put("help", new Place.Help());
        return places;
    }

    private void window(Theme theme, Locale language) throws IOException {
        for (var place : places().entrySet()) {
            var stage = Fx.get(Stage::new);
            var desk = new Desk(demo.parts(), language, background, next -> {}, false);
            var parts = new RunningDesk.Parts(
                    stage,
                    preferences,
                    background,
                    () -> theme,
                    () -> language,
                    () -> {},
                    () -> {},
                    next -> {},
                    () -> {},
                    () -> {});
            var window = Fx.get(() -> {
                var made = new MainWindow(desk, theme, RunningDesk.PLACES, new Pages(desk, parts)::make, () -> {});
                stage.setScene(made.scene());
                stage.setWidth(WIDTH);
                stage.setHeight(HEIGHT);
                stage.show();
                made.open(place.getValue());
                return made;
            });
            var name = place.getKey() + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + language.getLanguage();
            write(settled(window, 1), folder.resolve(name + ".png"));
            Fx.run(() -> stage.setHeight(LOW_HEIGHT));
            write(settled(window, 2), folder.resolve("2x").resolve(name + ".png"));
            Fx.run(() -> {
                window.close();
                stage.close();
            });
        }
    }

    /** A picture that has been the same for a while: everything that was read has arrived. What moves for ever ends the patience. */
    private static int[] pixels(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var pixels = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, javafx.scene.image.PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }

    private record Picture(int width, int height, int[] pixels) {}

    private static Picture settled(MainWindow window, double scale) {
        long end = System.nanoTime() + PATIENCE / 3;
        Picture last = take(window, scale);
        for (int alike = 0; alike < ALIKE && System.nanoTime() < end; ) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
            var next = take(window, scale);
            alike = Arrays.equals(next.pixels(), last.pixels()) ? alike + 1 : 0;
            last = next;
        }
        return last;
    }

    private static Picture take(MainWindow window, double scale) {
        var image = Fx.get(() -> {
            Parent root = window.scene().getRoot();
            var how = new SnapshotParameters();
            how.setTransform(new Scale(scale, scale));
            return root.snapshot(how, null);
        });
        return new Picture((int) image.getWidth(), (int) image.getHeight(), pixels(image));
    }

    private static void write(Picture picture, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var copy = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        copy.setRGB(0, 0, picture.width(), picture.height(), picture.pixels(), 0, picture.width());
        ImageIO.write(copy, "png", file.toFile());
        System.out.println("took " + file);
    }
}
