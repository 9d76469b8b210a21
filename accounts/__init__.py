"""Who? Users, the organisations they act for, and the roles they hold there."""
