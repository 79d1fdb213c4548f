package io.keelson.api.subject;

import io.keelson.tenancy.access.Permission;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Kinds of things in projects that people talk about and are told of. */
public enum SubjectKind {
  PROJECT("project", Permission.PROJECT_READ),
  DATASET("dataset", Permission.DATASET_READ),
  DATASET_VERSION("datasetversion", Permission.DATASET_READ),
  EXPERIMENT("experiment", Permission.RUN_READ),
  RUN("run", Permission.RUN_READ),
  MODEL("model", Permission.MODEL_READ),
  MODEL_VERSION("modelversion", Permission.MODEL_READ),
  JOB("job", Permission.JOB_READ),
  ENDPOINT("endpoint", Permission.ENDPOINT_READ),
  ALERT("alert", Permission.ALERT_READ);

  /** Types of what is only seen as a part of one of these: the audit log says of which. */
  public static final Set<String> OF_OTHERS =
      Set.of(
          "collector",
          "comment",
          "expectationsuite",
          "retrainingpolicy",
          "retrainingrun",
          "revision",
          "rollout",
          "upload",
          "waiver");

  private final String type;
  private final Permission reads;

  SubjectKind(String type, Permission reads) {
    this.type = type;
    this.reads = reads;
  }

  /** How their global ids begin, and what the audit log calls them. */
  public String type() {
    return type;
  }

  /** What it takes in their project to know of them. */
  public Permission reads() {
    return reads;
  }

  /** Empty for a type of which nobody is told. */
  public static Optional<SubjectKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
  }
}
