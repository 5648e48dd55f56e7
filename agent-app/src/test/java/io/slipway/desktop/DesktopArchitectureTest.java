package io.slipway.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rules of the desktop; each says why. */
@AnalyzeClasses(packages = "io.slipway", importOptions = ImportOption.DoNotIncludeTests.class)
class DesktopArchitectureTest {
    private static final String DESKTOP = "io.slipway.desktop";

    @ArchTest
    static final ArchRule roomsHaveNoCircles = slices().matching(DESKTOP + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("a circle between two rooms makes both impossible to understand or test alone");

    @ArchTest
    static final ArchRule iconLibrariesStayInTheTray = noClasses()
            .that()
            .resideOutsideOfPackage(DESKTOP + ".tray..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dorkbox..", "java.awt..", "javax.swing..")
            .because("loaded before JavaFX they can blacken its windows; one room keeps the order");

    @ArchTest
    static final ArchRule theTrayWorksWithoutWindows = noClasses()
            .that()
            .resideInAnyPackage(DESKTOP + ".tray..", DESKTOP + ".notify..", DESKTOP + ".watch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("javafx..")
            .because("a program that starts hidden must not load JavaFX for its icon");

    @ArchTest
    static final ArchRule javaFxStaysInTheDesktop = noClasses()
            .that()
            .resideOutsideOfPackage(DESKTOP + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "atlantafx..")
            .because("the services serve the desktop, the browser and the command line alike");

    @ArchTest
    static final ArchRule theServicesDoNotKnowTheDesktop = noClasses()
            .that()
            .resideInAPackage("io.slipway.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(DESKTOP + "..")
            .because("what the desktop can do, the API can do");

    @ArchTest
    static final ArchRule onlyTheTrayNamesItsAdapters = classes()
            .that()
            .haveFullyQualifiedName(DESKTOP + ".tray.AwtTray")
            .or()
            .haveFullyQualifiedName(DESKTOP + ".tray.DorkboxTray")
            .or()
            .haveFullyQualifiedName(DESKTOP + ".tray.NoTray")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage(DESKTOP + ".tray..")
            .because("the program sees the port and the chain that never fails");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideInAPackage(DESKTOP + "..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .callConstructor(java.util.Random.class)
            .because("tests decide how time passes and which numbers come");
}
