package io.keelson.api.retraining.run;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of a run, as its state and changes say.
 *
 * @param startedAt null where it has not begun
 * @param endedAt null where it goes on, or has not begun
 * @param jobId null where no job does it, or none yet
 */
public record PipelineStep(
    Name name, State state, OffsetDateTime startedAt, OffsetDateTime endedAt, UUID jobId) {

  /** The pieces, in their order. A registered challenger is one that awaits its approval. */
  public enum Name {
    TRANSFORM(RetrainingStatus.TRANSFORMING),
    CHECKS(RetrainingStatus.CHECKING),
    TRAIN(RetrainingStatus.TRAINING),
    EVALUATE(RetrainingStatus.EVALUATING),
    APPROVE(RetrainingStatus.AWAITING_APPROVAL),
    DEPLOY(RetrainingStatus.CANARY);

    private final RetrainingStatus during;

    Name(RetrainingStatus during) {
      this.during = during;
    }
  }

  /** How far a piece is. */
  public enum State {
    NOT_BEGUN,
    RUNNING,
    DONE,
    /** The run ended in it. */
    STOPPED
  }

  /**
   * All pieces of a run: one without a transform makes no data, one without an endpoint deploys
   * nothing.
   */
  static List<PipelineStep> of(RetrainingRun run, List<RetrainingRun.Change> changes) {
    List<PipelineStep> steps = new ArrayList<>();
    for (Name name : Name.values()) {
      if (isPartOf(run, name)) {
        steps.add(of(name, run, changes));
      }
    }
    return List.copyOf(steps);
  }

  private static boolean isPartOf(RetrainingRun run, Name name) {
    return switch (name) {
      case TRANSFORM -> run.spec().transform() != null;
      case DEPLOY -> run.spec().endpointId() != null;
      case CHECKS, TRAIN, EVALUATE, APPROVE -> true;
    };
  }

  private static PipelineStep of(Name name, RetrainingRun run, List<RetrainingRun.Change> changes) {
    Optional<RetrainingRun.Change> began =
        changes.stream().filter(change -> change.status() == name.during).findFirst();
    Optional<RetrainingRun.Change> ended =
        began.flatMap(from -> changes.stream().skip(changes.indexOf(from) + 1L).findFirst());
    return new PipelineStep(
        name,
        state(began, ended),
        began.map(RetrainingRun.Change::at).orElse(null),
        ended.map(RetrainingRun.Change::at).orElse(null),
        switch (name) {
          case TRANSFORM -> run.transformJobId();
          case TRAIN -> run.trainJobId();
          case EVALUATE -> run.scoreJobId();
          case CHECKS, APPROVE, DEPLOY -> null;
        });
  }

  private static State state(
      Optional<RetrainingRun.Change> began, Optional<RetrainingRun.Change> ended) {
    if (began.isEmpty()) {
      return State.NOT_BEGUN;
    }
    if (ended.isEmpty()) {
      return State.RUNNING;
    }
    boolean isStopped =
        ended.get().status() == RetrainingStatus.DECLINED
            || ended.get().status() == RetrainingStatus.ROLLED_BACK;
    return isStopped ? State.STOPPED : State.DONE;
  }
}
