CALL tenancy.add_actor('serving.endpoint', 'created_by');
CALL tenancy.add_actor('serving.revision', 'submitted_by');
