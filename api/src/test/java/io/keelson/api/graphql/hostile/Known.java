package io.keelson.api.graphql.hostile;

import io.keelson.api.graphql.Things;
import io.keelson.api.testing.Graph;
import java.util.Map;

/**
 * What the input names.
 *
 * @param things ids of one tenant by their type
 */
record Known(Map<String, String> things) {
  static Known of(Graph owner) {
    String project =
        Things.id(owner, "createProject(input:{slug:\"target\",name:\"Target\"})", Map.of());
    String dataset =
        Things.id(owner, "createDataset(input:{projectId:$x,name:\"d\"})", Map.of("x", project));
    String version = Things.id(owner, "openDatasetVersion(datasetId:$x)", Map.of("x", dataset));
    String experiment =
        Things.id(owner, "createExperiment(input:{projectId:$x,name:\"e\"})", Map.of("x", project));
    String run = Things.id(owner, "createRun(input:{experimentId:$x})", Map.of("x", experiment));
    return new Known(
        Map.of(
            "project", project,
            "dataset", dataset,
            "version", version,
            "experiment", experiment,
            "run", run));
  }

  String get(String type) {
    return things.get(type);
  }

  /** Of the right form, and nobody's: what is spoilt is refused before it is looked for. */
  String nobodys(String type) {
    return type + "_" + things.get("run").substring("run_".length());
  }
}
