package io.keelson.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls of the house, held on the class files. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.keelson");
    assertThat(classes.size()).as("class files were found and understood").isGreaterThan(300);
  }

  @Test
  void arrowsRunOneWayBetweenModules() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("tenancy")
        .definedBy("io.keelson.tenancy..")
        .layer("billing")
        .definedBy("io.keelson.billing..")
        .layer("compute")
        .definedBy("io.keelson.compute..")
        .layer("serving")
        .definedBy("io.keelson.serving..")
        .layer("api")
        .definedBy("io.keelson.api..")
        .whereLayer("api")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("serving")
        .mayOnlyBeAccessedByLayers("api")
        .whereLayer("compute")
        .mayOnlyBeAccessedByLayers("serving", "api")
        .whereLayer("billing")
        .mayOnlyBeAccessedByLayers("compute", "serving", "api")
        .check(classes);
  }

  @Test
  void graphQLAndRestStayInTheApi() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage("io.keelson.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.eclipse.microprofile.graphql..",
                "io.smallrye.graphql..",
                "graphql..",
                "jakarta.ws.rs..")
            .because(
                "the edges are the api module's alone, so that services are called by any door");
    rule.check(classes);
  }

  @Test
  void onlyTheTenantDatabaseTouchesConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.keelson.tenancy.database..",
            "io.keelson.tenancy.embedded..",
            "io.keelson.api.main..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.vertx.sqlclient.Pool")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.vertx.sqlclient.SqlConnection")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("org\\.hibernate\\.reactive\\.mutiny\\.Mutiny\\$SessionFactory")
        .because(
            "one class opens, scopes, commits and closes: row-level security holds only on scoped transactions")
        .check(classes);
  }

  @Test
  void theCatalogDoesNotKnowItsDoor() {
    noClasses()
        .that()
        .resideInAPackage("io.keelson.api.catalog..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.keelson.api.graphql..")
        .because("resolvers call services, never the other way")
        .check(classes);
  }

  @Test
  void socketsAreBuiltOnTopicsAndMessagesWhichDoNotKnowThem() {
    String live = "io.keelson.api.graphql.live.";
    noClasses()
        .that()
        .resideOutsideOfPackages(live + "socket..", live + "message..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(live + "socket..", live + "message..")
        .because("resolvers say what is followed, and not how it comes to whom")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(live + "message..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(live + "socket..", live + "topic..")
        .because("the protocol is the same whatever it carries")
        .check(classes);
  }
}
