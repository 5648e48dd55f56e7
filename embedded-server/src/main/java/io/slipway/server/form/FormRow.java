package io.slipway.server.form;

import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormSection;

/** One line of a form as it scrolls by. */
public sealed interface FormRow {
    /** Depth of the deepest heading that is indented. */
    int DEEPEST = 4;

    /** The same for the same line, so that its controls stay when other lines come and go. */
    String key();

    /** The place of the document it is about. */
    String pointer();

    /** How far it is indented. */
    default int depth() {
        return 0;
    }

    /** The beginning of a section. */
    record SectionHead(FormSection section) implements FormRow {
        @Override
        public String key() {
            return "section " + section.id();
        }

        @Override
        public String pointer() {
            return "";
        }
    }

    /** A field that a person fills in. */
    record Entry(Field field, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return field.getClass().getSimpleName() + " " + pointer;
        }
    }

    /** The beginning of a group. */
    record GroupHead(Field.Group field, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return "group " + pointer;
        }
    }

    /** The beginning of a list. */
    record ListHead(Field.Items field, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return "list " + pointer;
        }
    }

    /** An entry of a list: a heading with its fields below, or the one control of a plain value. */
    record ListEntry(Field.Items list, String listPointer, int index, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return "entry " + pointer;
        }
    }

    /** Where entries are added to a list. */
    record ListFoot(Field.Items field, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return "foot " + pointer;
        }
    }

    /** Which of several forms a value has. */
    record VariantHead(Field.Variant field, String pointer, int depth) implements FormRow {
        @Override
        public String key() {
            return "variant " + pointer;
        }
    }

    /** Where a found field belongs. */
    record Found(FormSection section, String path, String pointer) implements FormRow {
        @Override
        public String key() {
            return "found " + pointer;
        }
    }

    /** What a search found in all. */
    record Summary(String words, int count) implements FormRow {
        @Override
        public String key() {
            return "summary " + count + " " + words;
        }

        @Override
        public String pointer() {
            return "";
        }
    }
}
