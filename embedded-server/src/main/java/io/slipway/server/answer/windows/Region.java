package io.slipway.server.answer.windows;

/** The component International-Core, the same in specialize and oobeSystem. */
record Region(WindowsPlan plan) {

    void write(UnattendWriter out) {
        var locale = plan.profile().locale();
        out.value("InputLocale", plan.inputLocale());
        out.value("SystemLocale", locale.systemLocale());
        out.value("UILanguage", locale.uiLanguage());
        out.value("UserLocale", locale.userLocale());
    }
}
