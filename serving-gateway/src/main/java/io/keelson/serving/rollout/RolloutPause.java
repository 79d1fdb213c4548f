package io.keelson.serving.rollout;

/** Why a rollout is PAUSED. */
public enum RolloutPause {
  /** Somebody asked for it. */
  ASKED_FOR,
  /**
   * The candidate refuses more often what callers ask, which callers can bring about: a person
   * decides, and resuming takes it as known.
   */
  REFUSALS,
  /** The step's time was over before the candidate had enough requests; more of them end it. */
  TOO_FEW_REQUESTS
}
