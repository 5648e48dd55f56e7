package io.slipway.server.schema;

import io.slipway.server.base.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One document being edited in a form: its values, what differs from the defaults, what a check says, undo and redo.
 *
 * <p>It knows no user interface. Secrets never come out of it except in {@link #submission()}: a stored one is a mark, a typed
 * one is kept apart and wiped by {@link #close()}. Used by one thread.
 */
public final class FormState implements AutoCloseable {
    private final FormModel model;
    private final FormCheck check;
    private final FormSecrets secrets;
    private final FormHistory history;
    private final List<Consumer<FormChange>> listeners = new CopyOnWriteArrayList<>();
    private FormDocument document;
    private ObjectNode saved;
    private List<FormFinding> findings = List.of();

    /**
     * Starts editing.
     *
     * @param document as an answer shows it, with {@link SecretPaths#MASK} where a secret is stored; texts at secret places
     *     that are no masks count as typed
     * @param check run by {@link #validate()}
     * @param clock tells when a pause ends one step of undo
     */
    public FormState(FormModel model, ObjectNode document, FormCheck check, InstantSource clock) {
        this.model = model;
        this.check = check;
        this.secrets = new FormSecrets(model);
        this.history = new FormHistory(clock);
        this.document = new FormDocument(model, secrets.hide(document));
        this.saved = this.document.tree().deepCopy();
    }

    private FormState(FormState before, FormModel model, FormCheck check) {
        this.model = model;
        this.check = check;
        this.secrets = before.secrets;
        this.history = before.history;
        this.document = before.document;
        this.saved = before.saved;
    }

    /**
     * The same document in the words of another language: what was typed, what was saved and the steps of undo go along. The
     * former state and its listeners are of no use afterwards.
     *
     * @param translated the form of the same schema
     */
    public FormState in(FormModel translated, FormCheck checkInIt) {
        return new FormState(this, translated, checkInIt);
    }

    /** The form. */
    public FormModel model() {
        return model;
    }

    /** A copy of the document with masks in place of secrets, for display and comparison. */
    public ObjectNode document() {
        return secrets.mask(document.tree());
    }

    /**
     * The document to check or to save, with the secrets that were typed. A stored secret is a mask; one that moved with its
     * list entry is a mask with the pointer where it was, so that it stays with its owner.
     */
    public ObjectNode submission() {
        return secrets.reveal(document.tree());
    }

    /** Whether it differs from what was loaded or saved last. */
    public boolean isModified() {
        return !FormDocument.same(document.tree(), saved);
    }

    /** The value at a pointer, a missing node when there is none; a mask or a missing node at secret places. */
    public JsonNode value(String pointer) {
        var value = document.tree().at(pointer);
        if (value.isContainer() || FormSecrets.isMark(value)) {
            return secrets.masked(value);
        }
        return value;
    }

    /** The value at a pointer or, when there is none, the default of its field. */
    public JsonNode effective(String pointer) {
        var value = value(pointer);
        if (!value.isMissingNode()) {
            return value;
        }
        var place = model.place(pointer);
        return place.pointer().equals(pointer)
                ? place.field().facts().defaultValue().orElse(MissingNode.getInstance())
                : MissingNode.getInstance();
    }

    /** Whether the field at this place counts, its groups included. */
    public boolean applies(Field field, String pointer) {
        var at = pointer;
        var here = field;
        while (true) {
            if (!here.facts().applies().holds(at, this::effective)) {
                return false;
            }
            if (at.isEmpty()) {
                return true;
            }
            at = Pointers.parent(at);
            here = model.place(at).field();
        }
    }

    /** Whether the schema asks for the field at this place, as the document is now. */
    public boolean required(Field field, String pointer) {
        return field.facts().required() || field.facts().requiredWhen().holds(pointer, this::effective);
    }

    /**
     * Whether the field at this place belongs into a view. What says something other than its default or has a finding is never
     * hidden, so that nothing works unseen.
     *
     * @param expert whether the expert view is on
     */
    public boolean visible(Field field, String pointer, boolean expert) {
        boolean telling = differs(field, pointer) || !findingsWithin(pointer).isEmpty();
        if (telling) {
            return true;
        }
        boolean fixed = field instanceof Field.Choice choice && choice.options().size() == 1;
        return (expert || !field.facts().expert() && !fixed) && applies(field, pointer);
    }

    /** Whether the document says something other than the default here; always false where there is nothing to choose. */
    public boolean differs(Field field, String pointer) {
        return document.differs(field, pointer);
    }

    /** Whether the value here is another than the one loaded or saved last. */
    public boolean changedSinceSave(String pointer) {
        return !document.tree().at(pointer).equals(saved.at(pointer));
    }

    /** Puts a value; objects above it are made. Typing at one place is one step of undo until {@link #seal} or a pause. */
    public void set(String pointer, JsonNode value) {
        refuseSecret(pointer);
        if (!document.tree().at(pointer).equals(value)) {
            edit(pointer, FormChange.Kind.VALUE, document.with(pointer, value.deepCopy()));
        }
    }

    /** Takes the value away, so that the default counts; a value the schema asks for becomes its default instead. */
    public void reset(Field field, String pointer) {
        history.seal();
        var byDefault = field.facts().defaultValue();
        edit(
                pointer,
                FormChange.Kind.STRUCTURE,
                field.facts().required() && byDefault.isPresent()
                        ? document.with(pointer, byDefault.get().deepCopy())
                        : document.without(pointer));
    }

    /** Takes the value away, whatever its default. */
    public void remove(String pointer) {
        history.seal();
        edit(pointer, FormChange.Kind.STRUCTURE, document.without(pointer));
    }

    /** Whether an optional group is there. */
    public boolean isPresent(String pointer) {
        return !document.tree().at(pointer).isMissingNode();
    }

    /** Makes an optional group with what its schema prescribes. */
    public void add(Field.Group group, String pointer) {
        history.seal();
        edit(pointer, FormChange.Kind.STRUCTURE, document.with(pointer, FormDocument.initial(group)));
    }

    /** Number of entries of a list, those of its default when it is absent. */
    public int size(String pointer) {
        return effective(pointer).size();
    }

    /** Adds an empty entry at the end and gives its pointer. */
    public String addEntry(Field.Items list, String pointer) {
        return addEntry(list, pointer, FormDocument.initial(list.item()));
    }

    /** Adds an entry at the end and gives its pointer. */
    public String addEntry(Field.Items list, String pointer, JsonNode entry) {
        var entries = entries(list, pointer);
        entries.add(entry.deepCopy());
        putEntries(pointer, entries);
        return Pointers.child(pointer, Integer.toString(entries.size() - 1));
    }

    /** Takes an entry out of a list. */
    public void removeEntry(Field.Items list, String pointer, int index) {
        var entries = entries(list, pointer);
        entries.remove(index);
        putEntries(pointer, entries);
    }

    /** Moves an entry of a list to another place; its secrets go with it. */
    public void moveEntry(Field.Items list, String pointer, int from, int to) {
        var entries = entries(list, pointer);
        entries.insert(to, entries.remove(from));
        putEntries(pointer, entries);
    }

    private void putEntries(String pointer, ArrayNode entries) {
        history.seal();
        edit(pointer, FormChange.Kind.STRUCTURE, document.with(pointer, entries));
    }

    private ArrayNode entries(Field.Items list, String pointer) {
        var present = document.tree().at(pointer);
        var entries = present.isMissingNode() ? list.facts().defaultValue().orElse(present) : present;
        return entries instanceof ArrayNode array ? array.deepCopy() : FormDocument.emptyList();
    }

    /** Number of the alternative that the value has, or that was chosen for it. */
    public int alternative(Field.Variant variant, String pointer) {
        return document.alternative(variant, pointer);
    }

    /** Replaces the value by the beginning of another alternative. */
    public void choose(Field.Variant variant, String pointer, int number) {
        history.seal();
        edit(pointer, FormChange.Kind.STRUCTURE, document.choosing(variant, pointer, number));
    }

    /** What can be told about the secret at this place. */
    public SecretState secret(Field.Secret field, String pointer) {
        return secrets.state(field, document.tree().at(pointer));
    }

    /** Length of the secret that each VM gets, when the place holds such a rule. */
    public Optional<Integer> generatedLength(Field.Secret field, String pointer) {
        return secret(field, pointer) != SecretState.GENERATED
                ? Optional.empty()
                : field.generate().map(rule -> {
                    var given = document.tree().at(pointer + "/generate/length");
                    return given.isInt()
                            ? given.intValue()
                            : rule.facts()
                                    .defaultValue()
                                    .map(JsonNode::intValue)
                                    .orElse(0);
                });
    }

    /**
     * Replaces a secret by a typed one; undo brings the former back.
     *
     * @param secret kept until {@link #close} or {@link #saved}, then wiped
     * @throws IllegalArgumentException when it is the mask itself, which would mean "unchanged"
     */
    public void replaceSecret(Field.Secret field, String pointer, Secret secret) {
        history.seal();
        edit(pointer, FormChange.Kind.VALUE, document.with(pointer, secrets.typed(field, secret)));
    }

    /** Puts the rule that each VM gets a secret of its own. */
    public void generateSecret(Field.Secret field, String pointer, int length) {
        history.seal();
        edit(pointer, FormChange.Kind.VALUE, document.with(pointer, FormSecrets.rule(length)));
    }

    /** Takes the secret away. */
    public void clearSecret(String pointer) {
        remove(pointer);
    }

    private void refuseSecret(String pointer) {
        if (model.place(pointer).field() instanceof Field.Secret) {
            throw new IllegalArgumentException("a secret is not set as a plain value: " + pointer);
        }
    }

    private void edit(String pointer, FormChange.Kind kind, FormDocument next) {
        history.before(kind == FormChange.Kind.VALUE ? pointer : "", document);
        document = next;
        tell(new FormChange(kind, pointer));
    }

    /** Ends the present step of undo, for example when the cursor leaves a field. */
    public void seal() {
        history.seal();
    }

    public boolean canUndo() {
        return history.canUndo();
    }

    public boolean canRedo() {
        return history.canRedo();
    }

    /** Takes the last step back; gives the place it was about. */
    public Optional<String> undo() {
        return step(() -> history.undo(document));
    }

    /** Does the step again that was taken back last. */
    public Optional<String> redo() {
        return step(() -> history.redo(document));
    }

    private Optional<String> step(Supplier<Optional<FormDocument>> move) {
        var before = document;
        var next = move.get();
        next.ifPresent(there -> {
            document = there;
            tell(new FormChange(FormChange.Kind.STRUCTURE, ""));
        });
        return next.map(there -> FormDocument.firstDifference(before.tree(), there.tree()));
    }

    /** Runs the check and places what it says; the result is {@link #findings()}. */
    public List<FormFinding> validate() {
        var placed = new ArrayList<FormFinding>();
        for (var finding : check.check(submission())) {
            placed.add(
                    new FormFinding(model.place(finding.pointer()).pointer(), finding.message(), finding.severity()));
        }
        show(placed);
        return findings;
    }

    /** Shows findings of an answer instead of those of the own check, for example when saving was refused. */
    public void show(List<FormFinding> given) {
        findings = given.stream()
                .map(each -> new FormFinding(model.place(each.pointer()).pointer(), each.message(), each.severity()))
                .distinct()
                .toList();
        tell(new FormChange(FormChange.Kind.FINDINGS, ""));
    }

    /** What the last check said. */
    public List<FormFinding> findings() {
        return findings;
    }

    /** What the last check said about exactly this place. */
    public List<FormFinding> findingsAt(String pointer) {
        return findings.stream().filter(each -> each.pointer().equals(pointer)).toList();
    }

    /** What the last check said about this place and all below it. */
    public List<FormFinding> findingsWithin(String pointer) {
        return findings.stream()
                .filter(each -> Pointers.within(each.pointer(), pointer))
                .toList();
    }

    /** How a section stands. */
    public FormSectionStatus status(FormSection section) {
        int errors = 0;
        int warnings = 0;
        int changed = 0;
        for (var field : section.fields()) {
            for (var finding : findingsWithin(field.pointer())) {
                if (finding.severity() == FormFinding.Severity.ERROR) {
                    errors++;
                } else {
                    warnings++;
                }
            }
            changed += document.differences(field, field.pointer());
        }
        return new FormSectionStatus(errors, warnings, changed);
    }

    /** Places whose field fits all words, or whose value in this document does; secrets are not looked into. */
    public List<FormModel.Place> search(String words, int most) {
        return document.search(words, most);
    }

    /**
     * The document has been stored: masks take the place of typed secrets, and undo starts anew.
     *
     * @param stored the document as an answer shows it after saving
     */
    public void saved(ObjectNode stored) {
        secrets.close();
        history.clear();
        document = new FormDocument(model, secrets.hide(stored));
        saved = document.tree().deepCopy();
        tell(new FormChange(FormChange.Kind.STRUCTURE, ""));
    }

    /** Replaces the whole document, for example by an older version; one step of undo. */
    public void replace(ObjectNode other) {
        history.seal();
        edit("", FormChange.Kind.STRUCTURE, new FormDocument(model, secrets.hide(other)));
    }

    /** Calls the listener after each change, on the thread that made it; run the result to stop. */
    public Runnable listen(Consumer<FormChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(FormChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    /** Wipes typed secrets; the state is of no use afterwards. */
    @Override
    public void close() {
        secrets.close();
        history.clear();
        listeners.clear();
    }
}
