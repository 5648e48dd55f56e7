package io.slipway.server.profile;

import io.slipway.server.text.Text;

/** Says what a check found in the reader's language; a sentence without a translation stays as it is. */
final class FormSentences {
    private final Text text;

    FormSentences(Text text) {
        this.text = text;
    }

    String said(String sentence) {
        return text.has(sentence) ? text.get(sentence) : sentence;
    }
}
