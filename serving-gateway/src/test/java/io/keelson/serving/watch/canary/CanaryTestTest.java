package io.keelson.serving.watch.canary;

import static io.keelson.serving.watch.References.billionth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.keelson.serving.watch.References;
import io.keelson.serving.watch.canary.CanaryErrors.AtShare;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CanaryTestTest {
  private final CanaryTest test = new CanaryTest(0.01);

  private double evidence(CanaryErrors errors) {
    return Math.exp(test.judge(errors).logEvidence());
  }

  @Test
  void theEvidenceIsThatOfTheReference() {
    for (JsonObject expected : References.of("canary")) {
      CanaryErrors errors = CanaryErrors.none();
      for (Object at : expected.getJsonArray("errors")) {
        JsonObject json = (JsonObject) at;
        errors =
            errors.plus(json.getDouble("share"), json.getLong("canary"), json.getLong("stable"));
      }
      double reference = expected.getDouble("logEvidence");

      assertThat(test.judge(errors).logEvidence())
          .as("%s", expected)
          .isCloseTo(reference, billionth(reference));
    }
  }

  @Test
  void theEvidenceThatIsKeptUpErrorByErrorIsTheSame() {
    Random random = new Random(5);
    RunningEvidence running = new RunningEvidence();
    CanaryErrors errors = CanaryErrors.none();
    for (int error = 0; error < 500; error++) {
      double share = new double[] {0.05, 0.25, 0.5}[error / 167];
      boolean isCanary = random.nextDouble() < share;
      running.add(share, isCanary);
      errors = errors.plus(share, isCanary ? 1 : 0, isCanary ? 0 : 1);

      double evidence = evidence(errors);
      assertThat(running.evidence()).isCloseTo(evidence, billionth(evidence));
    }
  }

  /** Equal arms: the next error leaves the evidence where it is on average, at any share. */
  @RepeatedTest(50)
  void whereBothFailAlikeItStaysOnAverage(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CanaryErrors errors =
        CanaryErrors.none()
            .plus(0.05, random.nextInt(5), random.nextInt(40))
            .plus(0.25, random.nextInt(9), random.nextInt(20));
    double share = random.nextBoolean() ? 0.25 : 0.5;
    double now = evidence(errors);
    double ifCanary = evidence(errors.plus(share, 1, 0));
    double ifStable = evidence(errors.plus(share, 0, 1));

    assertThat(share * ifCanary + (1 - share) * ifStable).isCloseTo(now, billionth(now));
  }

  /** So a canary that fails less often never gains evidence on average. */
  @RepeatedTest(50)
  void anErrorOfTheCanaryAddsEvidenceAndOneOfTheStableTakesSome(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CanaryErrors errors = CanaryErrors.none().plus(0.1, random.nextInt(9), random.nextInt(90));

    assertThat(evidence(errors.plus(0.3, 1, 0))).isGreaterThan(evidence(errors));
    assertThat(evidence(errors.plus(0.3, 0, 1))).isLessThan(evidence(errors));
  }

  @Test
  void noErrorsAreNoEvidence() {
    CanaryTest.Judgement judgement = test.judge(CanaryErrors.none());

    assertThat(judgement.logEvidence()).isCloseTo(0, within(1e-12));
    assertThat(judgement.pValue()).isCloseTo(1, within(1e-12));
    assertThat(judgement.worse()).isFalse();
  }

  @Test
  void aCanaryWithHalfOfTheErrorsOfATenthOfTheTrafficIsWorse() {
    CanaryTest.Judgement judgement = test.judge(CanaryErrors.none().plus(0.1, 8, 8));

    assertThat(judgement.worse()).isTrue();
    assertThat(judgement.pValue()).isLessThan(0.01);
    assertThat(judgement.logEvidence()).isGreaterThan(judgement.threshold());
  }

  @Test
  void aMillionErrorsInTheRightSharesAreNoEvidence() {
    assertThat(test.judge(CanaryErrors.none().plus(0.1, 100_000, 900_000)).worse()).isFalse();
  }

  @RepeatedTest(50)
  void countsMergeInAnyOrderAndGrouping(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CanaryErrors a = some(random);
    CanaryErrors b = some(random);
    CanaryErrors c = some(random);

    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(CanaryErrors.none())).isEqualTo(a);
    assertThat(CanaryErrors.of(a.counts())).isEqualTo(a);
  }

  private static CanaryErrors some(Random random) {
    CanaryErrors errors = CanaryErrors.none();
    for (int i = random.nextInt(5); i > 0; i--) {
      errors = errors.plus((1 + random.nextInt(3)) / 10.0, random.nextInt(9), random.nextInt(9));
    }
    return errors;
  }

  @Test
  void whatNoRolloutCanHaveIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AtShare(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new AtShare(1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new AtShare(0.5, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new CanaryTest(0));
    List<AtShare> many =
        new Random(1).doubles(102).mapToObj(share -> new AtShare(share, 1, 1)).toList();
    assertThatIllegalArgumentException().isThrownBy(() -> CanaryErrors.of(many));
  }
}
