package io.keelson.api.graphql.trusted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.graphql.engine.GraphQLRequest;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Invalid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrustedDocumentsTest {
  private static final String TEXT = "query Name {\n  name\n}";

  /** Of the text above, by sha256sum. */
  private static final String ID =
      "sha256:dfad964e88d31bd7e8491c95b63b0e2461e272083e49dcb73509b6c29697ba5c";

  private final TrustedDocuments documents =
      new TrustedDocuments(new ConsoleDocuments(Map.of(ID, TEXT)));

  @Test
  void anIdStandsForItsText() {
    GraphQLRequest sent = GraphQLRequest.of(Map.of("documentId", ID, "variables", Map.of("a", 1)));

    GraphQLRequest admitted = documents.admit(sent, caller(true));

    assertThat(admitted.query()).isEqualTo(TEXT);
    assertThat(admitted.variables()).isEqualTo(Map.of("a", 1));
    assertThat(documents.admit(admitted, caller(true))).isEqualTo(admitted);
  }

  @Test
  void anIdThatIsNotKnownIsRefusedToEverybody() {
    for (String id : new String[] {ID.toUpperCase(java.util.Locale.ROOT), "sha256:00", "", TEXT}) {
      assertThatThrownBy(
              () -> documents.admit(GraphQLRequest.of(Map.of("documentId", id)), Optional.empty()))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
                assertThat(failure.field()).hasValue("documentId");
              });
    }
  }

  @Test
  void aTenantThatAllowsOnlyTrustedOperationsRefusesAllOthersByTheirText() {
    GraphQLRequest trusted = GraphQLRequest.of(Map.of("query", TEXT));
    GraphQLRequest almost = GraphQLRequest.of(Map.of("query", TEXT + " "));

    assertThat(documents.admit(trusted, caller(true))).isEqualTo(trusted);
    assertThatThrownBy(() -> documents.admit(almost, caller(true)))
        .isInstanceOf(UntrustedDocument.class);
    assertThat(documents.admit(almost, caller(false))).isEqualTo(almost);
    assertThat(documents.admit(almost, Optional.empty())).isEqualTo(almost);
  }

  @Test
  void aManifestWhoseDigestsAreWrongStopsTheStart() {
    assertThatThrownBy(() -> new ConsoleDocuments(Map.of(ID, TEXT + " ")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(ID);
  }

  @Test
  void aRequestNamesItsDocumentOnce() {
    assertThatThrownBy(() -> GraphQLRequest.of(Map.of("documentId", ID, "query", TEXT)))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("query:");
    assertThatThrownBy(() -> GraphQLRequest.of(Map.of("documentId", 1)))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("documentId:");
    assertThatThrownBy(() -> GraphQLRequest.of(Map.of())).isInstanceOf(Invalid.class);
  }

  private static Optional<Principal> caller(boolean trustedOnly) {
    UUID id = UUID.randomUUID();
    return Optional.of(
        new Principal(
                Principal.Kind.PERSON, id, id, "harbour", "engineer", Set.of(), Map.of(), null)
            .withTrustedDocumentsOnly(trustedOnly));
  }
}
