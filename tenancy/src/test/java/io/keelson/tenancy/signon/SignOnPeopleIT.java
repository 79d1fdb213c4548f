package io.keelson.tenancy.signon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.ObjectsFixture;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The realm says in whole seconds when somebody signed in; their session says which time it was.
 */
class SignOnPeopleIT {
  private static final Instant SECOND = Instant.parse("2026-11-26T12:00:00Z");
  private static final OffsetDateTime LOST = SignOnPeople.at(SECOND.plusMillis(500));

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final UUID tenantId = Ids.next();
  private final UUID personId = Ids.next();
  private ObjectsFixture ground;

  @BeforeEach
  void open() throws Exception {
    ground = new ObjectsFixture(folder);
    in(
        tx ->
            tx.update(
                "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ($1, 'one',"
                    + " 'one', now())",
                tenantId));
    in(
        tx -> {
          SignOnPeople.add(tx, session("first"), Buffer.buffer("first"), SECOND);
          return null;
        });
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  @Test
  void anotherSessionOfTheSameSecondIsALaterSignIn() throws Exception {
    assertThat(signsIn(session("second"))).isEqualTo("second");

    assertThat(one("SELECT signed_in_at > $2 AS found", SignOnPeople.at(SECOND)))
        .as("a look-up that is at work knows it from the one before")
        .isEqualTo(true);
  }

  @Test
  void aSessionThatWasSeenIsNoLaterSignInOfItsSecond() throws Exception {
    assertThat(signsIn(session("first"))).as("renewed since, perhaps").isEqualTo("first");
    signsIn(session("second"));

    assertThat(signsIn(session("first"))).isEqualTo("second");
    assertThat(signsIn(session("second"))).isEqualTo("second");
    signsIn(at("third", SECOND.plusSeconds(1)));
    assertThat(signsIn(session("unseen"))).as("of the second before").isEqualTo("third");
  }

  @Test
  void theSameSessionSignedInAgainLaterIsALaterSignIn() throws Exception {
    in(tx -> tx.update("UPDATE tenancy.sign_on_person SET refresh_token = NULL"));

    assertThat(signsIn(at("first", SECOND.plusSeconds(1)))).isEqualTo("first");
  }

  @Test
  void whoeverIsLostMeanwhileIsNotFoundByTheWay() throws Exception {
    lose(List.of());
    signsIn(at("second", SECOND.plusSeconds(5)));

    assertThat(one("SELECT lost_at IS NOT NULL AS found")).isEqualTo(true);
  }

  @Test
  void inTheSecondOfTheLossOnlyASessionThatWasNotThereFindsThemAgain() throws Exception {
    SignOnPeople.Known known = lose(List.of("unseen"));

    assertThat(known.wasLostBefore(session("first"), true)).as("seen").isFalse();
    assertThat(known.wasLostBefore(session("unseen"), true)).as("there, never seen").isFalse();
    assertThat(known.wasLostBefore(session("second"), true)).as("new").isTrue();
    assertThat(known.wasLostBefore(session("second"), false)).as("may have ended").isFalse();
    assertThat(known.wasLostBefore(at("old", SECOND.minusSeconds(1)), true)).isFalse();
    assertThat(known.wasLostBefore(at("late", SECOND.plusSeconds(1)), false)).isTrue();
  }

  @Test
  void whereNobodyKnowsWhichSessionsThereWereOnlyALaterSecondFindsThemAgain() throws Exception {
    SignOnPeople.Known known = lose(null);

    assertThat(known.wasLostBefore(session("second"), true)).isFalse();
    assertThat(known.wasLostBefore(at("late", SECOND.plusSeconds(1)), true)).isTrue();
  }

  private SignOnPeople.Known lose(List<String> sessions) throws Exception {
    LookUp.Due due = new LookUp.Due(tenantId, personId);
    return in(
        tx -> {
          LookUpRows.lost(tx, due, "gone", sessions, LOST.toInstant());
          SignOnPeople.Known row = SignOnPeople.known(tx, personId).orElseThrow();
          return new SignOnPeople.Known(personId, LOST, row.sessions());
        });
  }

  /** What token is kept then. */
  private String signsIn(SignedOn who) throws Exception {
    return in(
        tx -> {
          SignOnPeople.signedInAgain(
              tx, who, Buffer.buffer(who.session()), SECOND.plus(Duration.ofMinutes(5)), false);
          return tx.one("SELECT refresh_token FROM tenancy.sign_on_person")
              .map(row -> row.getBuffer("refresh_token"))
              .map(Buffer::toString)
              .orElse(null);
        });
  }

  private Object one(String select, Object... more) throws Exception {
    Object[] parameters = new Object[more.length + 1];
    parameters[0] = tenantId;
    System.arraycopy(more, 0, parameters, 1, more.length);
    return in(
        tx ->
            tx.one(select + " FROM tenancy.sign_on_person WHERE tenant_id = $1", parameters)
                .orElseThrow()
                .getBoolean("found"));
  }

  private SignedOn session(String mark) {
    return at(mark, SECOND);
  }

  private SignedOn at(String mark, Instant second) {
    return new SignedOn(
        tenantId,
        personId,
        "https://login.bank.example",
        "clerk",
        "Clerk",
        "clerk@bank.example",
        null,
        second,
        mark);
  }

  private <T> T in(Function<Transaction, T> work) throws Exception {
    Callable<T> transaction = () -> ground.database.transact(tenantId, work::apply);
    return threads.submit(transaction).get();
  }
}
