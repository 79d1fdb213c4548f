package io.keelson.api.transform;

/** What becomes of a transform whose version of the same was REJECTED before. */
public enum Again {
  /** Somebody asked for it, and it runs. */
  MADE_ANEW,
  /**
   * What the suite in force has rejected is the answer, or what a waiver lets through: the same
   * rows would be judged the same. What failed is tried anew.
   */
  REJECTED_TAKEN,
  /**
   * What failed is the answer too, unless its job was cancelled: nobody is there to look at why,
   * and it would be paid for at every trigger.
   */
  REJECTED_AND_FAILED_TAKEN
}
