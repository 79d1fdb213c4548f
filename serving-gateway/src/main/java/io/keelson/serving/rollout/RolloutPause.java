package io.keelson.serving.rollout;

/** Why a rollout is PAUSED. */
public enum RolloutPause {
  /** Somebody asked for it. */
  ASKED_FOR,
  /** The step's time was over before the candidate had enough requests; more of them end it. */
  TOO_FEW_REQUESTS
}
