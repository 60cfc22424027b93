package io.clinictelemetry.domain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import org.junit.jupiter.api.Test;

/** What goes in decides what comes out: the domain knows the JDK's plain parts and nothing else. */
class DomainArchitectureTest {

  private static final JavaClasses DOMAIN = importDomain();

  /** Methods that answer otherwise on another machine or the next time. */
  private static final Set<String> LOOK_AROUND =
      Set.of(
          "java.lang.Math.random",
          "java.lang.String.formatted",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.util.UUID.randomUUID");

  /** Names suffice; reading the JDK's classes as well would take most of the time. */
  private static JavaClasses importDomain() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("io.clinictelemetry.domain");
  }

  @Test
  void standsOnThePlainPartsOfTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.clinictelemetry.domain..",
            "java.lang",
            "java.lang.invoke", // lambdas and string concatenation
            "java.lang.runtime", // records
            "java.time..",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.nio.charset", // the bytes of an alert's identity
            "java.security") // and their digest
        .check(DOMAIN);
  }

  @Test
  void asksNobodyForTheTimeOrForChance() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            System.class,
            Thread.class,
            Clock.class,
            Date.class,
            Calendar.class,
            Timer.class,
            Random.class,
            SplittableRandom.class,
            SecureRandom.class)
        .check(DOMAIN);
    noClasses()
        .should()
        .callMethodWhere(describe("it looks at the machine", DomainArchitectureTest::looksAround))
        .check(DOMAIN);
  }

  private static boolean looksAround(JavaMethodCall call) {
    String owner = call.getTargetOwner().getName();
    boolean asksForNow = owner.startsWith("java.time.") && call.getName().equals("now");
    boolean formatsInTheMachinesLanguage =
        owner.equals("java.lang.String")
            && call.getName().equals("format")
            && !call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(Locale.class);
    return asksForNow
        || formatsInTheMachinesLanguage
        || LOOK_AROUND.contains(owner + "." + call.getName());
  }

  @Test
  void itsPackagesHaveNoCycles() {
    slices().matching("io.clinictelemetry.domain.(*)..").should().beFreeOfCycles().check(DOMAIN);
  }
}
