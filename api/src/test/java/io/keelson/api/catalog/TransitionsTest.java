package io.keelson.api.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.model.ModelVersionStatus;
import io.keelson.api.retraining.run.RetrainingStatus;
import io.keelson.tenancy.failure.Conflict;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Every way between two states is either in the list or refused. */
class TransitionsTest {

  private static <S extends Enum<S>> List<String> ways(S[] states, BiPredicate<S, S> may) {
    return Arrays.stream(states)
        .flatMap(
            from ->
                Arrays.stream(states).filter(to -> may.test(from, to)).map(to -> from + ">" + to))
        .toList();
  }

  @Test
  void aDatasetVersionIsSealedAndThenJudgedAsOftenAsThereIsAReason() {
    assertThat(ways(DatasetVersionStatus.values(), DatasetVersionStatus::mayBecome))
        .containsExactly(
            "OPEN>SEALED",
            "MAKING>SEALED",
            "MAKING>REJECTED",
            "SEALED>VALIDATING",
            "VALIDATING>VALIDATED",
            "VALIDATING>REJECTED",
            "VALIDATING>ERRORED",
            "VALIDATED>VALIDATING",
            "REJECTED>VALIDATING",
            "ERRORED>VALIDATING");
    assertThatThrownBy(
            () -> DatasetVersionStatus.REJECTED.requireBecome(DatasetVersionStatus.VALIDATED))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("REJECTED");
  }

  @Test
  void aRunStartsOnceAndEndsOnce() {
    assertThat(ways(RunStatus.values(), RunStatus::mayBecome))
        .containsExactly(
            "SCHEDULED>RUNNING",
            "SCHEDULED>FINISHED",
            "SCHEDULED>FAILED",
            "SCHEDULED>KILLED",
            "RUNNING>FINISHED",
            "RUNNING>FAILED",
            "RUNNING>KILLED");
  }

  @Test
  void aModelVersionIsDecidedOnceAndThenArchived() {
    assertThat(ways(ModelVersionStatus.values(), ModelVersionStatus::mayBecome))
        .containsExactly(
            "REGISTERED>APPROVED", "REGISTERED>REJECTED", "APPROVED>ARCHIVED", "REJECTED>ARCHIVED");
  }

  @Test
  void aRetrainingIsDeclinedUntilSomethingIsDeployedAndRolledBackFromThenOn() {
    assertThat(ways(RetrainingStatus.values(), RetrainingStatus::mayBecome))
        .containsExactly(
            "TRIGGERED>TRANSFORMING",
            "TRIGGERED>CHECKING",
            "TRIGGERED>DECLINED",
            "TRANSFORMING>CHECKING",
            "TRANSFORMING>DECLINED",
            "CHECKING>TRAINING",
            "CHECKING>DECLINED",
            "TRAINING>EVALUATING",
            "TRAINING>DECLINED",
            "EVALUATING>AWAITING_APPROVAL",
            "EVALUATING>DECLINED",
            "AWAITING_APPROVAL>CANARY",
            "AWAITING_APPROVAL>PROMOTED",
            "AWAITING_APPROVAL>DECLINED",
            "CANARY>PROMOTED",
            "CANARY>ROLLED_BACK",
            "PROMOTED>ROLLED_BACK");
  }
}
