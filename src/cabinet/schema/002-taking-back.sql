-- What is scheduled is being taken back, or given another time: why, and at what time it is to be public instead (as it was
-- typed; NULL: at none). NULL both: it is not.
ALTER TABLE draft ADD COLUMN taking_back TEXT CHECK (taking_back <> '');
ALTER TABLE draft ADD COLUMN moving_to TEXT CHECK (moving_to IS NULL OR taking_back IS NOT NULL);
CREATE INDEX draft_taking_back ON draft (saved) WHERE taking_back IS NOT NULL;
