package io.keelson.demo.walk;

/**
 * The data that models learn from: a part of the wines, by SQL.
 *
 * @param datasetId that each transform makes a version of
 * @param versionId the first one, VALIDATED
 * @param suiteId what it is expected to be
 */
record ShapedWine(String datasetId, String versionId, String suiteId) {}
