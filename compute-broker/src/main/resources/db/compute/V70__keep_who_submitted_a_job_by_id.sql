CALL tenancy.add_actor('compute.job', 'submitted_by');
