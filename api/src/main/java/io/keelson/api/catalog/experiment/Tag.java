package io.keelson.api.catalog.experiment;

/** A named text: a tag, which can be changed, or a parameter of a run, which cannot. */
public record Tag(String key, String value) {}
