-- Why a policy's runs were declined for want of rights, as its channels were told; null once the rights are there again.
SET LOCAL lock_timeout = '20s';
ALTER TABLE catalog.retraining_policy ADD COLUMN rights_told text;
