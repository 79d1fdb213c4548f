CALL tenancy.add_actor('billing.budget', 'set_by');
