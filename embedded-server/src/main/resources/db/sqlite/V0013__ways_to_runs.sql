-- Every page counts what goes on and what failed, and tells of a VM's newest run; without these each look reads all runs there are.

-- The newest run of a VM of a job, without looking at any run's row; serves whatever asks for a job's runs as well.
CREATE INDEX run_of_vm ON run (job_id, subject, id);
DROP INDEX run_of_job;

-- What is under way, what failed lately, what came of a day, what was measured last.
CREATE INDEX run_standing ON run (tenant_id, state, ended_at);

-- How many nobody has read.
CREATE INDEX notice_unread ON notice (tenant_id) WHERE read = 0;
