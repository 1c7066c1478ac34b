package io.caisson.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom:
 *
 * <pre>
 * spi ← domain ← service;  spi ← openstack;  contract → spi
 * simulator: its direct face alone sees spi, the rest nothing of ours
 * lives: service and simulator;  cli: nothing of ours, it speaks REST
 * </pre>
 */
class ArchitectureTest {
  private static final String OURS = "io.caisson..";
  private static final String SPI = "io.caisson.spi..";
  private static final String NET = "io.caisson.spi.net";
  private static final String DOMAIN = "io.caisson.domain..";
  private static final String SERVICE = "io.caisson.service..";
  private static final String OPENSTACK = "io.caisson.openstack..";
  private static final String CONTRACT = "io.caisson.contract..";
  private static final String SIMULATOR = "io.caisson.simulator..";
  private static final String DIRECT = "io.caisson.simulator.direct..";
  private static final String LIVES = "io.caisson.lives..";
  private static final String CLI = "io.caisson.cli..";

  /** Where a program is put together; the only place that may reach for the machine's own clock. */
  private static final String WIRING = "io.caisson..app..";

  private static JavaClasses caisson = new ClassFileImporter().importClasses();

  @BeforeAll
  static void readTheClassesOfAllModules() {
    List<Path> folders =
        Repository.here().modules().stream()
            .filter(module -> Files.exists(module.resolve("src/main/java")))
            .map(module -> module.resolve("target/classes"))
            .toList();
    assertThat(folders).as("build all modules first: ./mvnw verify").allMatch(Files::isDirectory);
    caisson = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void thePortsKnowOnlyJava() {
    check(
        classes()
            .that(resideInAPackage(SPI).and(not(resideInAPackage(NET))))
            .should()
            .onlyDependOnClassesThat(javaOr(SPI)));
  }

  @Test
  void connectionsKnowOnlyJavaAndTheCodeOfCurves() {
    check(
        classes()
            .that()
            .resideInAPackage(NET)
            .should()
            .onlyDependOnClassesThat(javaOr(NET, "com.amazon.corretto.crypto.provider")));
  }

  @Test
  void theDomainKnowsOnlyJavaAndThePorts() {
    check(
        classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat(javaOr(DOMAIN, SPI)));
  }

  @Test
  void theServiceKnowsTheDomainThePortsAndTheDrivers() {
    checkOurs(SERVICE, SERVICE, DOMAIN, SPI, OPENSTACK);
  }

  @Test
  void onlyTheServicesWiringKnowsADriver() {
    check(
        noClasses()
            .that(resideInAPackage(SERVICE).and(not(resideInAPackage(WIRING))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OPENSTACK));
  }

  @Test
  void livesKnowTheServiceAndTheSimulatorThatTheyBringTogether() {
    checkOurs(LIVES, LIVES, SERVICE, DOMAIN, SPI, SIMULATOR);
  }

  @Test
  void aDriverKnowsOnlyThePorts() {
    checkOurs(OPENSTACK, OPENSTACK, SPI);
  }

  @Test
  void theContractsKnowOnlyThePorts() {
    checkOurs(CONTRACT, CONTRACT, SPI);
  }

  @Test
  void theSimulatorKnowsOfOursOnlyHandshakesAndItsDirectFaceThePorts() {
    checkOurs(SIMULATOR, SIMULATOR, SPI);
    check(
        noClasses()
            .that(resideInAPackage(SIMULATOR).and(not(resideInAPackage(DIRECT))))
            .should()
            .dependOnClassesThat(
                resideInAPackage(SPI).and(not(name("io.caisson.spi.net.Handshakes")))));
  }

  @Test
  void theCommandLineKnowsNothingOfOursAndNoFramework() {
    checkOurs(CLI, CLI);
    check(
        noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut.."));
  }

  @Test
  void onlyOnePackageKnowsFabric8() {
    check(noOneOutside("io.fabric8..", "io.caisson.service.workload.fabric8.."));
  }

  @Test
  void onlyTracesAndTheWiringKnowOpenTelemetry() {
    check(noOneOutside("io.opentelemetry..", "io.caisson.service.traces..", WIRING));
  }

  @Test
  void theFrameworkStaysAtTheEdge() {
    check(noOneOutside("io.micronaut..", "io.caisson.service.api..", "io.caisson.service.app.."));
  }

  @Test
  void noTwoPackagesKnowEachOther() {
    check(slices().matching("io.caisson.(**)").should().beFreeOfCycles());
  }

  @Test
  void nobodySleeps() {
    check(noClasses().should().callMethodWhere(calls(Thread.class, "sleep")));
  }

  @Test
  void timeAndChanceAreGiven() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(WIRING)
            .should()
            .callMethodWhere(readsTheClock())
            .orShould()
            .callMethodWhere(calls(Math.class, "random"))
            .orShould()
            .callConstructor(Random.class));
  }

  @Test
  void nobodyLogsPastSlf4j() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging.."));
  }

  @Test
  void aBrokenArrowWouldBeSeen() {
    JavaClasses us = new ClassFileImporter().importPackagesOf(ArchitectureTest.class);
    ArchRule rule = ours("io.caisson.house..", "io.caisson.elsewhere..").allowEmptyShould(true);
    assertThat(rule.evaluate(us).hasViolation()).isTrue();
  }

  /** A rule about a package that has no class yet holds. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(caisson);
  }

  private static void checkOurs(String who, String... mayKnow) {
    check(ours(who, mayKnow));
  }

  private static ArchRule ours(String who, String... mayKnow) {
    return noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(mayKnow))));
  }

  private static ArchRule noOneOutside(String library, String... places) {
    return noClasses()
        .that(resideInAPackage(OURS).and(not(resideInAnyPackage(places))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static DescribedPredicate<JavaClass> javaOr(String... packages) {
    return resideInAnyPackage(packages)
        .or(resideInAnyPackage("java..", "javax.net", "org.jspecify.annotations"));
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String method) {
    return describe(
        owner.getSimpleName() + "." + method + "()",
        call -> call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method));
  }

  /** System.currentTimeMillis() and every java.time now() that is given no clock. */
  private static DescribedPredicate<JavaCall<?>> readsTheClock() {
    return describe(
        "read the machine's clock",
        call ->
            calls(System.class, "currentTimeMillis").test(call)
                || (call.getTargetOwner().getPackageName().equals("java.time")
                    && call.getName().equals("now")
                    && call.getTarget().getRawParameterTypes().isEmpty()));
  }
}
