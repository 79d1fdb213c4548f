package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import graphql.introspection.IntrospectionQuery;
import io.keelson.api.graphql.AnswerMemory;
import io.keelson.api.testing.PlatformServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The whole schema takes an event loop's time for everybody on it, unless it is read beside it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class IntrospectionIT {
  private static final Charge FREE =
      new Charge() {
        @Override
        public void take(long points) {}

        @Override
        public void record(long points) {}
      };

  @Inject SharedEngine engine;
  @Inject AnswerMemory memory;
  @Inject Vertx vertx;

  private record Ran(ExecutionResult result, boolean isOnEventLoop) {}

  private Ran run(String query) throws Exception {
    CompletableFuture<Ran> ran = new CompletableFuture<>();
    ResultSize size = memory.result(memory.use("somebody"));
    vertx
        .getOrCreateContext()
        .runOnContext(
            begun ->
                engine
                    .get()
                    .execute(
                        GraphQLRequest.of(Map.of("query", query)),
                        "somebody",
                        FREE,
                        Map.of(ResultSize.KEY, size),
                        () -> true)
                    .whenComplete(
                        (result, failure) -> {
                          size.end();
                          ran.complete(new Ran(result, Context.isOnEventLoopThread()));
                        }));
    return ran.get(60, TimeUnit.SECONDS);
  }

  @Test
  void theSchemaIsReadBesideTheEventLoopHoweverItIsAskedFor() throws Exception {
    for (String query :
        new String[] {
          IntrospectionQuery.INTROSPECTION_QUERY,
          "{a:__type(name:\"Query\"){fields{name}}}",
          "query{...F} fragment F on Query{...{__schema{queryType{name}}} __typename}"
        }) {
      for (int time = 0; time < 2; time++) { // the second one finds its document read
        Ran ran = run(query);
        assertThat(ran.result().getErrors()).isEmpty();
        assertThat(ran.isOnEventLoop()).as(query).isFalse();
      }
    }
  }

  @Test
  void whatIsNoneOfItStaysWhereItIs() throws Exception {
    run("{__typename}");
    assertThat(run("{__typename}").isOnEventLoop()).isTrue();
  }
}
