package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.object.LinkMaker;
import io.keelson.tenancy.object.LinkRefused;
import io.keelson.tenancy.object.LinkRight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When transfers are ended, by a clock and look-ups that the test moves. */
class OpenLinksTest {
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration RULE = Duration.ofSeconds(2);

  private final LinkMaker honest = maker(1);
  private final LinkMaker revoked = maker(2);
  private final Makers makers = new Makers();

  /** Look-ups under way; none is answered until the test takes it from here. */
  private final Queue<Runnable> underWay = new ArrayDeque<>();

  private long nowNanos = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // wraps, as it may
  private final OpenLinks links =
      new OpenLinks(
          makers,
          new FreshMakers(makers, () -> nowNanos, Runnable::run),
          () -> nowNanos,
          underWay::add);

  private static LinkMaker maker(int id) {
    UUID tenant = new UUID(id, id);
    LinkRight right = new LinkRight(Permission.DATASET_READ, tenant);
    return new LinkMaker(tenant, Principal.Kind.API_KEY, tenant, 0, null, right);
  }

  private static final class Makers implements LinkMakers {
    final Set<LinkMaker> gone = new HashSet<>();
    final Set<LinkMaker> unknown = new HashSet<>();
    boolean failing;

    @Override
    public boolean counts(LinkMaker maker) {
      return true;
    }

    @Override
    public Map<LinkMaker, Boolean> counting(Collection<LinkMaker> asked) {
      if (failing) {
        throw new IllegalStateException("the database is away");
      }
      Map<LinkMaker, Boolean> found = new HashMap<>();
      for (LinkMaker maker : asked) {
        if (!unknown.contains(maker)) {
          found.put(maker, !gone.contains(maker));
        }
      }
      return found;
    }
  }

  private void tick() {
    nowNanos += TICK.toNanos();
    links.pass();
  }

  private void answer() {
    while (!underWay.isEmpty()) {
      underWay.remove().run();
    }
  }

  @Test
  void aTransferLivesAsLongAsItsMakerCountsAndEndsRightAfter() {
    OpenLinks.Transfer kept = links.begin(honest, () -> {});
    OpenLinks.Transfer lost = links.begin(revoked, () -> {});
    for (Duration t = Duration.ZERO; t.toSeconds() < 60; t = t.plus(TICK)) {
      tick();
      answer();
    }
    assertThat(lost.isEnded()).isFalse();

    makers.gone.add(revoked);
    tick();
    tick();
    answer();

    assertThat(lost.isEnded()).isTrue();
    assertThat(kept.isEnded()).isFalse();
  }

  @Test
  void aLookUpThatHangsIsADenialWithinTwoSeconds() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    tick();
    answer();
    long fellSilentNanos = nowNanos;

    while (!transfer.isEnded()) {
      tick();
      assertThat(Duration.ofNanos(nowNanos - fellSilentNanos)).isLessThan(RULE);
    }
    assertThat(underWay).as("look-ups that hold a connection").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aTransferThatBeginsOnAnOlderAnswerEndsWithinTwoSecondsOfIt() {
    links.begin(honest, () -> {}).close();
    long answeredNanos = nowNanos;
    makers.failing = true;
    nowNanos += TICK.minusMillis(1).toNanos();
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});

    while (!transfer.isEnded()) {
      tick();
      answer();
      assertThat(Duration.ofNanos(nowNanos - answeredNanos)).isLessThan(RULE);
    }
  }

  @Test
  void noTransferBeginsOnAnAnswerOfASecondAgo() {
    links.begin(honest, () -> {}).close();
    makers.gone.add(honest);
    nowNanos += Duration.ofSeconds(1).toNanos();

    assertThatThrownBy(() -> links.begin(honest, () -> {})).isInstanceOf(LinkRefused.class);
  }

  @Test
  void aDatabaseThatTakesThreeQuartersOfASecondEndsNobody() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    Queue<Long> answeredAt = new ArrayDeque<>();
    for (int passes = 0; passes < 200; passes++) {
      int before = underWay.size();
      tick();
      if (underWay.size() > before) {
        answeredAt.add(nowNanos + TICK.multipliedBy(3).toNanos());
      }
      if (!answeredAt.isEmpty() && nowNanos - answeredAt.element() >= 0) {
        answeredAt.remove();
        underWay.remove().run();
      }
    }
    assertThat(transfer.isEnded()).isFalse();
  }

  @Test
  void lookUpsThatFailEndTheTransferInTimeAndOneThatFailsDoesNot() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    tick();
    answer();
    makers.failing = true;
    tick();
    tick();
    answer();
    makers.failing = false;
    tick();
    tick();
    answer();
    long lastConfirmedNanos = nowNanos;
    makers.failing = true;
    for (int passes = 0; passes < 4; passes++) {
      tick();
      answer();
    }
    assertThat(transfer.isEnded()).isFalse();

    while (!transfer.isEnded()) {
      tick();
      answer();
      assertThat(Duration.ofNanos(nowNanos - lastConfirmedNanos)).isLessThan(RULE);
    }
  }

  @Test
  void whoCannotBeLookedUpEndsNobodyElse() {
    OpenLinks.Transfer kept = links.begin(honest, () -> {});
    OpenLinks.Transfer unconfirmed = links.begin(revoked, () -> {});
    makers.unknown.add(revoked);
    for (int passes = 0; passes < 8; passes++) {
      tick();
      answer();
    }
    assertThat(unconfirmed.isEnded()).isTrue();
    assertThat(kept.isEnded()).isFalse();
  }

  @Test
  void anOldAnswerDoesNotMakeANewerOneOlder() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    tick();
    Runnable slow = underWay.remove();
    tick();
    tick();
    answer();
    for (int passes = 0; passes < 5; passes++) {
      tick();
    }
    slow.run();
    tick();
    assertThat(transfer.isEnded()).isFalse();
  }

  private void standStill(Duration time) {
    nowNanos += time.toNanos();
    links.pass();
  }

  @Test
  void timeInWhichTheProcessItselfStoodStillCountsAgainstNobody() {
    OpenLinks.Transfer kept = links.begin(honest, () -> {});
    OpenLinks.Transfer lost = links.begin(revoked, () -> {});
    tick();
    Runnable unanswered = underWay.remove();
    makers.gone.add(revoked);

    standStill(Duration.ofMinutes(1));
    assertThat(kept.isEnded()).isFalse();

    answer();
    assertThat(lost.isEnded()).as("found out as soon as it goes on").isTrue();
    unanswered.run();
    for (int passes = 0; passes < 20; passes++) {
      tick();
      answer();
    }
    assertThat(kept.isEnded()).isFalse();
  }

  @Test
  void aLookUpThatHangsFromBeforeItStoodStillIsADenialWithinTwoSecondsOfItsGoingOn() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    tick();
    standStill(Duration.ofMinutes(1));
    long wentOnNanos = nowNanos;

    while (!transfer.isEnded()) {
      tick();
      assertThat(Duration.ofNanos(nowNanos - wentOnNanos)).isLessThan(RULE);
    }
  }

  @Test
  void aLoopThatIsLateAgainAndAgainExcusesNobodyTwice() {
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});
    makers.failing = true;
    standStill(Duration.ofSeconds(3));
    answer();
    assertThat(transfer.isEnded()).isFalse();

    standStill(Duration.ofSeconds(3));

    assertThat(transfer.isEnded()).isTrue();
  }

  @Test
  void aTransferThatBeginsAfterItStoodStillIsNotExcusedForThat() {
    nowNanos += Duration.ofMinutes(1).toNanos();
    long beganNanos = nowNanos;
    OpenLinks.Transfer transfer = links.begin(honest, () -> {});

    while (!transfer.isEnded()) {
      tick();
      assertThat(Duration.ofNanos(nowNanos - beganNanos)).isLessThan(RULE);
    }
  }
}
