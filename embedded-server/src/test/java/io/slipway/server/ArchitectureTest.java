package io.slipway.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependency rules of the design; each says why. */
@AnalyzeClasses(packages = "io.slipway.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.slipway.server.";

    @ArchTest
    static final ArchRule capabilitiesHaveNoCircles = slices().matching("io.slipway.server.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a circle between two rooms makes both impossible to understand or test alone");

    @ArchTest
    static final ArchRule workflowKnowsNoCapability = noClasses()
            .that()
            .resideInAPackage(BASE + "workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    BASE + "provision..",
                    BASE + "host..",
                    BASE + "hypervisor..",
                    BASE + "guest..",
                    BASE + "job..",
                    BASE + "web..")
            .because("the engine's promise of exactly once must be provable without knowing what the steps do");

    @ArchTest
    static final ArchRule onlyBootKnowsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages(
                    BASE + "boot..", BASE + "hypervisor.pve..", BASE + "web.admin..", BASE + "web.ui.hosts..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + "hypervisor.pve..")
            .because("the plans must run on every host the port fits");

    @ArchTest
    static final ArchRule theProductDoesNotKnowItsLaboratory = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "lab..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + "lab..")
            .because("the laboratory is reached through SSH and TLS only; there is no second code path");

    @ArchTest
    static final ArchRule theLaboratoryDoesNotKnowTheProduct = noClasses()
            .that()
            .resideInAPackage(BASE + "lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    BASE + "provision..",
                    BASE + "hypervisor..",
                    BASE + "guest..",
                    BASE + "ssh..",
                    BASE + "answer..",
                    BASE + "tls..")
            .because("a simulator that shares code with what it tests proves nothing");

    @ArchTest
    static final ArchRule sshLibraryStaysInItsRoom =
            fence("net.schmizz..", "ssh", "its types and its threads end there");

    @ArchTest
    static final ArchRule javalinStaysInWeb = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "jakarta.servlet..")
            .because("services are called by pages, by the API and by the desktop alike");

    @ArchTest
    static final ArchRule sqlStaysInSqlClasses = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "store..")
            .and()
            .haveSimpleNameNotEndingWith("Sql")
            .and()
            .doNotHaveFullyQualifiedName(BASE + "workflow.RunEnded")
            .and(new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("are not nested in a *Sql class") {
                @Override
                public boolean test(JavaClass type) {
                    return !type.getName().contains("Sql$");
                }
            })
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "java.sql..")
            .because("every statement is found in a class whose name says so");

    @ArchTest
    static final ArchRule jacksonTwoIsNotUsed = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
            .because("we parse with Jackson 3; of Jackson 2 only the annotations remain");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "base..")
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

    @ArchTest
    static final ArchRule randomNumbersComeFromJavaBase = noClasses()
            .should()
            .callMethod(java.util.random.RandomGenerator.class, "getDefault")
            .orShould()
            .callMethod(java.util.random.RandomGenerator.class, "of", String.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.random.RandomGeneratorFactory.class)
            .because("a JRE 21 of Temurin has no module jdk.random, where the named algorithms are");

    @ArchTest
    static final ArchRule publicTypesAreNotNamedUtil = classes()
            .should()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl")
            .because("such a name says nothing");

    private static ArchRule fence(String library, String room, String why) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(BASE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(why);
    }
}
