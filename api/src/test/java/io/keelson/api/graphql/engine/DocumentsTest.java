package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.keelson.api.memory.SharedBytes;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final long CACHE_BYTES = 4 << 20;
  private static final Charge FREE =
      new Charge() {
        @Override
        public void take(long points) {}

        @Override
        public void record(long points) {}
      };
  private static final GraphQLSchema SCHEMA =
      new SchemaGenerator()
          .makeExecutableSchema(
              new SchemaParser().parse("type Query { name(of: String): String }"),
              RuntimeWiring.MOCKED_WIRING);
  private final Documents documents = new Documents(SCHEMA, CACHE_BYTES, new Parsers(1, 16));

  @Test
  void manyLargeDocumentsFillNoMoreThanTheBound() {
    String padding = "#" + "x".repeat(900_000) + "\n";
    for (int i = 0; i < 100; i++) {
      assertThat(prepare(padding + "{name(of:\"" + i + "\")}").hasErrors()).isFalse();
    }
    assertThat(documents.cachedBytes()).isZero();
    String middling = "#" + "x".repeat(300_000) + "\n";
    for (int i = 0; i < 100; i++) {
      assertThat(prepare(middling + "{name(of:\"" + i + "\")}").hasErrors()).isFalse();
    }
    assertThat(documents.cachedBytes()).isPositive().isLessThanOrEqualTo(CACHE_BYTES);
  }

  @Test
  void manyOperationsOfManyFieldsFillNoMoreThanTheBound() {
    for (int i = 0; i < 200; i++) {
      StringBuilder document = new StringBuilder("{");
      for (int field = 0; field < 300; field++) {
        document.append(" f").append(i).append('x').append(field).append(":name");
      }
      assertThat(prepare(document.append('}').toString()).hasErrors()).isFalse();
    }
    assertThat(documents.cachedBytes()).isPositive().isLessThanOrEqualTo(CACHE_BYTES);
  }

  @Test
  void aDocumentThatIsNotRightIsNotRemembered() {
    assertThat(prepare("{nothing}").hasErrors()).isTrue();
    assertThat(prepare("{name").hasErrors()).isTrue();
    assertThat(documents.cachedBytes()).isZero();
  }

  @Test
  void oneThatIsKnownIsNotParsedAgain() {
    PreparsedDocumentEntry first = prepare("{name}");
    assertThat(prepare("{name}").getDocument()).isSameAs(first.getDocument());
  }

  @Test
  void whatAnOperationRunsIsUsedUntilItsEndWhateverIsStillKnown() {
    SharedBytes memory = new SharedBytes(64 << 20);
    String padding = "#" + "x".repeat(300_000) + "\n";
    for (String text : new String[] {padding + padding + "{name}", padding + "{name}"}) {
      for (int times = 0; times < 2; times++) { // read, then known where it is not too large
        ResultSize size = new ResultSize(memory.use("tenant"), 1_000);
        prepare(text, size);
        assertThat(memory.usedBytes()).isGreaterThan(2L * text.length());
        size.end();
        assertThat(memory.usedBytes()).isZero();
      }
    }
  }

  @Test
  void oneThatThereIsNoRoomForIsRefused() {
    SharedBytes memory = new SharedBytes(1 << 20);
    ResultSize size = new ResultSize(memory.use("tenant"), 1_000);

    PreparsedDocumentEntry refused = prepare("#" + "x".repeat(300_000) + "\n{name}", size);

    assertThat(refused.getErrors().getFirst().getMessage()).contains("the document takes more");
  }

  private PreparsedDocumentEntry prepare(String text) {
    ResultSize size = new ResultSize(new SharedBytes(64 << 20).use("tenant"), 1_000);
    return prepare(text, size);
  }

  private PreparsedDocumentEntry prepare(String text, ResultSize size) {
    ExecutionInput input = ExecutionInput.newExecutionInput(text).build();
    input
        .getGraphQLContext()
        .put(
            RunningOperation.class,
            new RunningOperation("tenant", 1_000, FREE, false, size, () -> true));
    return documents.getDocumentAsync(input, unused -> null).join();
  }
}
