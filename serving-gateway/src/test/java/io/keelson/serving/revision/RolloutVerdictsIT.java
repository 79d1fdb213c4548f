package io.keelson.serving.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.RevisionStatus;
import io.keelson.serving.rollout.Evidence;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.Verdict;
import io.keelson.serving.rollout.tally.Blame;
import io.keelson.serving.watch.canary.CanaryErrors;
import io.keelson.serving.watch.canary.CanaryTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What errors and refusals do to a rollout. */
final class RolloutVerdictsIT extends RolloutGround {
  @Test
  void aWorseOneGoesBackInALookAndItsEvidenceCanBeComputedAgain() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 2, Blame.REPLICA, false);
    count(first, id, 1, 3, Blame.REPLICA, true);
    look(1);
    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.STEPPING);
    count(second, id, 1, 3, Blame.PLATFORM, true);
    look(1);

    Rollout after = rollout(id);
    assertThat(after.status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(after.reason()).contains("fails more often");
    assertThat(weights()).containsExactly(100, 0);
    assertThat(played.revision(candidate.revisionId()).status()).isEqualTo(RevisionStatus.DRAINING);
    List<Evidence> evidence = reads.evidence(tenant, id, 100, null);
    Evidence last = evidence.getFirst();
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.logEvidence())
        .isEqualTo(new CanaryTest(0.01).judge(CanaryErrors.none().plus(0.1, 6, 2)).logEvidence());
    assertThat(evidence).extracting(Evidence::candidateErrors).startsWith(6L, 3L);
  }

  @Test
  void oneThatRefusesWhatTheBaselineAnswersIsPausedUntilSomebodyDecides() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 900, Blame.NOBODY, false);
    count(first, id, 1, 2, Blame.CALLER, false);
    count(first, id, 1, 40, Blame.CALLER, true);
    count(second, id, 1, 60, Blame.CALLER, true);
    look(1);

    Rollout after = rollout(id);
    assertThat(after.status()).isEqualTo(RolloutStatus.PAUSED);
    assertThat(after.pause()).isEqualTo(RolloutPause.REFUSALS);
    assertThat(weights()).containsExactly(90, 10);
    Evidence last = reads.evidence(tenant, id, 100, null).getFirst();
    assertThat(last.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last.candidateCallerErrors()).isEqualTo(100);
    assertThat(last.logEvidence()).isZero();
    assertThat(last.logCallerEvidence())
        .isEqualTo(new CanaryTest(0.01).judge(CanaryErrors.none().plus(0.1, 100, 2)).logEvidence());

    ground.database.transact(tenant, tx -> changes.resume(tx, id, after.version()));
    look(1);
    look(1);
    assertThat(rollout(id).status()).as("its refusals are known").isEqualTo(RolloutStatus.STEPPING);
    count(first, id, 1, 10, Blame.REPLICA, true);
    look(1);
    assertThat(rollout(id).reason()).contains("fails more often");
  }

  @Test
  void refusalsThatNobodyDecidesAboutEndInARollback() {
    UUID id = beginWithReadyCandidate();
    count(first, id, 1, 100, Blame.CALLER, true);
    look(1);
    assertThat(rollout(id).pause()).isEqualTo(RolloutPause.REFUSALS);
    look(Duration.ofHours(1).toSeconds());

    assertThat(rollout(id).status()).isEqualTo(RolloutStatus.ROLLED_BACK);
    assertThat(rollout(id).reason()).contains("refuses more often, and nobody decided");
  }
}
