ALTER TABLE alerts ADD COLUMN chattering boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN alerts.chattering IS
    'The third opening of the rule in its session within a minute; it stays open until the value has been back for a minute.';
