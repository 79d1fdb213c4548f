package io.keelson.api.graphql.project;

import org.eclipse.microprofile.graphql.Description;

/** Whether a project stays. */
@Description("Whether a project stays.")
public enum ProjectState {
  ACTIVE,
  REMOVING
}
