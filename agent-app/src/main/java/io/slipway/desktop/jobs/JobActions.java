package io.slipway.desktop.jobs;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.job.Job;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.text.Text;
import io.slipway.server.words.TakenBackWords;
import io.slipway.server.workflow.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** Stops, retries and cleans up jobs, after a question that names what goes. */
final class JobActions {
    private static final double LONGEST_LIST = 260;

    private final Desk desk;
    private final Text text;
    private final Recorded recorded;

    JobActions(Desk desk, Text text) {
        this.desk = desk;
        this.text = text;
        this.recorded = new Recorded(desk.services());
    }

    /** What an action needs around it. */
    record Place(Node over, Runnable begun, Runnable done, Consumer<Throwable> failed) {}

    void stop(Job job, List<RunView> runs, Place place) {
        ask("stop", job, runs, place);
    }

    void cleanUp(Job job, List<RunView> runs, Place place) {
        ask("cleanUp", job, runs, place);
    }

    private void ask(String which, Job job, List<RunView> runs, Place place) {
        var body = new ArrayList<Node>();
        body.add(Parts.words(text.get(which + ".body")));
        body.add(list(job, TakenBack.of(runs)));
        var words =
                new Question.Words(text.get(which + ".title"), body, text.get(which + ".yes"), text.get(which + ".no"));
        Question.ask(
                place.over(),
                words,
                () -> carryOut("desktop.job." + which, job, place, () -> {
                    desk.services().jobs().cancel(desk.tenant(), job.id());
                    return true;
                }));
    }

    void retry(Job job, Place place) {
        carryOut("desktop.job.retry", job, place, () -> {
            desk.services().provisioning().retry(Caller.localOperator(), job.id());
            return true;
        });
    }

    private void carryOut(String action, Job job, Place place, Callable<Boolean> deed) {
        place.begun().run();
        desk.background()
                .run(
                        () -> recorded.call(action, job.id(), deed::call),
                        done -> place.done().run(),
                        failure -> place.failed().accept(failure));
    }

    private Node list(Job job, List<TakenBack> goes) {
        var list = new VBox(8);
        var words = new TakenBackWords(text);
        for (var one : goes) {
            list.getChildren().add(Parts.words(one.vm(), "strong"));
            words.items(job, one).forEach(item -> list.getChildren().add(Parts.words("• " + item)));
        }
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(LONGEST_LIST);
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }
}
