package io.keelson.tenancy.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTest {
  private static final long LIMIT = 6_000;
  private static final long MINUTE = 29_000_000L * Bucket.WINDOW_MS;

  /** Of the minute: Redis has not answered within it. */
  private static final long BEFORE = MINUTE - 1;

  private static Bucket begun(int processes, boolean away) {
    Bucket bucket = new Bucket("one", "process/1");
    bucket.at(MINUTE, LIMIT, processes, away, BEFORE);
    return bucket;
  }

  @Test
  void beforeItHasHeardAnythingAProcessLendsNoMoreThanItsPartOfATwentieth() {
    Bucket bucket = begun(4, false);

    assertThat(bucket.room(4)).isEqualTo(LIMIT / 20 / 4);
    bucket.take(50);
    assertThat(bucket.room(4)).isEqualTo(25);
    assertThat(bucket.toAsk()).as("asks for a second's worth ahead").isEqualTo(150);
  }

  @Test
  void oneOperationThatIsLittleOfTheLimitIsLentBeyond() {
    Bucket bucket = begun(2, false);
    assertThat(bucket.admits(751, 2)).as("more than half of a quarter").isFalse();
    assertThat(bucket.admits(750, 2)).isTrue();

    bucket.take(750);

    assertThat(bucket.admits(1, 2)).as("once").isFalse();
    bucket.asks();
    bucket.heard(bucket.window(), 750, LIMIT - 750, MINUTE);
    bucket.at(MINUTE + 10_000, LIMIT, 2, false, MINUTE);
    assertThat(bucket.admits(1, 2)).as("as far as it knew, nothing is left").isFalse();
  }

  @Test
  void whatWasHeardLongAgoIsNotBelievedBeyondATwentieth() {
    Bucket bucket = begun(2, false);
    bucket.take(10);
    bucket.asks();
    bucket.heard(bucket.window(), 10, 0, MINUTE);
    assertThat(bucket.room(2)).isEqualTo((LIMIT - 10) / 2);

    bucket.at(MINUTE + 2_000, LIMIT, 2, false, MINUTE);

    assertThat(bucket.room(2)).isEqualTo(LIMIT / 20 / 2);
    bucket.take(1);
    bucket.asks();
    bucket.heard(bucket.window(), 11, LIMIT - 11, MINUTE + 2_001);
    assertThat(bucket.room(2)).as("another process had the rest").isZero();
  }

  @Test
  void whoIsAloneOnOldKnowledgeHasATwentiethToo() {
    Bucket bucket = begun(2, false);
    bucket.take(10);
    bucket.asks();
    bucket.heard(bucket.window(), 10, 0, MINUTE);
    bucket.at(MINUTE + 30_000, LIMIT, 2, false, MINUTE + 29_000);
    bucket.asks();

    bucket.alone(bucket.window(), MINUTE + 31_000, 2, MINUTE + 29_000);

    assertThat(bucket.room(2)).isEqualTo(LIMIT / 20 / 2);
  }

  @Test
  void aBucketThatIsFirstUsedInAMinuteInWhichRedisWentAwayHasATwentieth() {
    Bucket bucket = new Bucket("one", "process/1");

    bucket.at(MINUTE + 20_000, LIMIT, 2, true, MINUTE + 10_000);

    assertThat(bucket.room(2)).isEqualTo(LIMIT / 20 / 2);
  }

  @Test
  void whoIsAloneTellsWhatItHandsOutAllTheSame() {
    Bucket bucket = begun(2, false);
    bucket.take(50);
    bucket.asks();
    bucket.alone(bucket.window(), MINUTE + 1_000, 2, BEFORE);
    bucket.take(100);

    assertThat(bucket.toTell(false)).isEqualTo(150);
    assertThat(bucket.toTell(false)).as("nothing new").isNegative();
    assertThat(bucket.toTell(true)).as("Redis may have lost it").isEqualTo(150);
  }

  @Test
  void whatRedisGrantsIsHandedOutAndAskedForAgainBeforeItIsUsedUp() {
    Bucket bucket = begun(2, false);
    bucket.take(1);
    assertThat(bucket.toAsk()).as("a tenth of a second's worth at least").isEqualTo(11);
    bucket.asks();
    assertThat(bucket.toAsk()).as("asked already").isNegative();
    bucket.heard(bucket.window(), 11, 5_000, MINUTE);

    assertThat(bucket.room(2)).as("ten, and half of the 989 that nobody has").isEqualTo(10 + 494);
    assertThat(bucket.toAsk()).isNegative();
    bucket.take(8);
    assertThat(bucket.toAsk()).isEqualTo(9 + 16);
  }

  @Test
  void whereAllIsGivenOutNothingIsLentAndOneListensForWhatOthersGiveBack() {
    Bucket bucket = begun(2, false);
    bucket.take(100);
    bucket.asks();
    bucket.heard(bucket.window(), 100, LIMIT - 100, MINUTE);

    assertThat(bucket.room(2)).isZero();
    assertThat(bucket.remaining()).isZero();
    assertThat(bucket.toAsk()).isNegative();
    bucket.take(0);
    assertThat(bucket.toTell(false)).as("somebody asked meanwhile").isGreaterThan(100);
    assertThat(bucket.toTell(false)).as("nobody did").isNegative();
  }

  @Test
  void anIdleProcessGivesBackWhatItHasAhead() {
    Bucket bucket = begun(2, false);
    bucket.take(50);
    bucket.asks();
    bucket.heard(bucket.window(), 150, 0, MINUTE);

    assertThat(bucket.toTell(false)).as("touched within the second").isNegative();
    assertThat(bucket.toTell(false)).isEqualTo(50);
  }

  @Test
  void whoIsAloneGoesOnWithTheirPartOfWhatNobodyHad() {
    Bucket bucket = begun(2, false);
    bucket.take(1_000);
    bucket.asks();
    bucket.heard(bucket.window(), 1_100, 2_900, MINUTE);

    bucket.alone(bucket.window(), MINUTE + 1_000, 2, MINUTE);

    assertThat(bucket.room(2)).isEqualTo(100 + 1_000);
    bucket.heard(bucket.window(), 5_000, 0, MINUTE);
    assertThat(bucket.room(2)).as("a Redis that came back empty is not believed").isEqualTo(1_100);
    assertThat(bucket.toAsk()).isNegative();
    bucket.at(MINUTE + Bucket.WINDOW_MS, LIMIT, 2, false, MINUTE);
    assertThat(bucket.isLocal()).isFalse();
  }

  @Test
  void whoIsAloneAndNeverHeardOfTheOthersHasItsPartOfTheTimeThatIsLeft() {
    Bucket bucket = begun(2, false);
    bucket.take(100);
    bucket.asks();

    bucket.alone(bucket.window(), MINUTE + 45_000, 2, BEFORE);

    assertThat(bucket.room(2)).isEqualTo(LIMIT / 2 / 4 - 100);
  }

  @Test
  void aMinuteThatBeginsWhileRedisIsAwayHasThePartAlone() {
    Bucket bucket = begun(3, true);

    assertThat(bucket.room(3)).isEqualTo(LIMIT / 3);
    assertThat(bucket.remaining()).isEqualTo(LIMIT / 3);
    bucket.take(LIMIT / 3);
    assertThat(bucket.room(3)).isZero();
  }

  @Test
  void anAnswerAboutAMinuteThatIsOverChangesNothing() {
    Bucket bucket = begun(2, false);
    long over = bucket.window();
    bucket.asks();
    bucket.at(MINUTE + Bucket.WINDOW_MS, LIMIT, 2, false, MINUTE);

    bucket.heard(over, 4_000, 2_000, MINUTE);
    assertThat(bucket.room(2)).isEqualTo(LIMIT / 20 / 2);
    bucket.alone(over, MINUTE, 2, BEFORE);
    assertThat(bucket.isLocal()).isFalse();
  }

  @Test
  void whatAHigherLimitHasGrantedIsNotHandedOutByALowerOne() {
    Bucket bucket = begun(1, false);
    bucket.take(2);
    bucket.asks();
    bucket.at(MINUTE + 1, 50, 1, false, MINUTE);
    assertThat(bucket.room(1)).as("a twentieth, and two are taken").isZero();

    bucket.heard(bucket.window(), 1_000, 0, MINUTE);

    assertThat(bucket.room(1)).isEqualTo(48);
    assertThat(bucket.remaining()).isEqualTo(48);
    bucket.at(MINUTE + 2, 20, 1, false, MINUTE);
    assertThat(bucket.room(1)).isEqualTo(18);
  }

  /** Redis as the script has it: what each process may hand out. */
  private static final class Shared {
    private final long[] granted;

    Shared(int processes) {
      granted = new long[processes];
    }

    long[] ask(int process, long own, long wanted) {
      long others = 0;
      for (int i = 0; i < granted.length; i++) {
        others += i == process ? 0 : granted[i];
      }
      granted[process] = Math.max(own, Math.min(wanted, LIMIT - others));
      return new long[] {granted[process], others};
    }
  }

  /** An answer on its way. */
  private record OnItsWay(Bucket to, long granted, long others, int arrivesAt) {}

  @Test
  void howeverLateAnswersComeAllProcessesTogetherStayWithinFivePercent() {
    for (int processes = 1; processes <= 8; processes *= 2) {
      for (int seed = 0; seed < 50; seed++) {
        long taken = hammered(processes, new Random(seed));
        assertThat(taken)
            .as("%d processes, seed %d", processes, seed)
            .isBetween(LIMIT * 95 / 100, LIMIT * 105 / 100);
      }
    }
  }

  /** Each step some process is asked for 1 to 20 points; answers take up to 20 steps. */
  private static long hammered(int processes, Random random) {
    Shared shared = new Shared(processes);
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      buckets.add(begun(processes, false));
    }
    Deque<OnItsWay> answers = new ArrayDeque<>();
    long taken = 0;
    int busiest = random.nextInt(processes);
    for (int step = 0; step < 20_000; step++) {
      while (!answers.isEmpty() && answers.peek().arrivesAt() <= step) {
        OnItsWay answer = answers.poll();
        answer.to().heard(answer.to().window(), answer.granted(), answer.others(), MINUTE);
      }
      int process = random.nextBoolean() ? busiest : random.nextInt(processes);
      Bucket bucket = buckets.get(process);
      int points = 1 + random.nextInt(20);
      if (bucket.room(processes) >= points) {
        bucket.take(points);
        taken += points;
      } else {
        bucket.take(0);
      }
      long wanted = bucket.toAsk();
      if (wanted < 0 && step % 1_000 < processes) {
        bucket = buckets.get(step % 1_000);
        process = step % 1_000;
        wanted = bucket.toTell(false);
      }
      if (wanted >= 0) {
        long[] answer = shared.ask(process, bucket.asks(), wanted);
        answers.add(new OnItsWay(bucket, answer[0], answer[1], step + 20));
      }
    }
    return taken;
  }
}
