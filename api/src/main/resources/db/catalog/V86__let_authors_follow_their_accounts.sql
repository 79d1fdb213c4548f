-- Somebody may get another account in place of one that is gone: it is added to the people behind what they registered.
GRANT UPDATE (author_person_ids) ON catalog.model_version TO keelson_app;
