package io.keelson.tenancy.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;

final class AwaitingTest {

  private static PgException error(String state) {
    return new PgException("said", "FATAL", state, "detail");
  }

  @Test
  void aServerThatShutsDownOrStartsIsUnavailable() {
    for (String state : new String[] {"57P01", "57P02", "57P03", "53300"}) {
      assertThat(Awaiting.translated(error(state))).as(state).isInstanceOf(Unavailable.class);
    }
    assertThat(Awaiting.translated(new VertxException("closed"))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aStatementThatIsWrongStaysADefectOfOurs() {
    PgException wrong = error("42601");
    assertThat(Awaiting.translated(wrong)).isSameAs(wrong);
    assertThat(Awaiting.translated(error("23505"))).isInstanceOf(UniqueViolation.class);
  }
}
