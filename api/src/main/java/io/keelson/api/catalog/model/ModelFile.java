package io.keelson.api.catalog.model;

/**
 * A file of a model version.
 *
 * @param path from the model's own folder, such as {@code model.onnx}
 * @param digest of the tenant's object that holds the content
 */
public record ModelFile(String path, String digest, long sizeBytes) {}
