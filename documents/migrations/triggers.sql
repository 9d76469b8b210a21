-- An issued paper, a file or a proof of service is changed by nobody, the application included: all but the PDF,
-- which the worker adds once, and how far a file reaches, is written once and for all.
CREATE FUNCTION documents_issued_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    late CONSTANT text[] := ARRAY['pdf', 'pdf_size', 'pdf_sha256'];
BEGIN
    IF to_jsonb(NEW) - late IS DISTINCT FROM to_jsonb(OLD) - late
       OR (OLD.pdf <> '' AND (NEW.pdf, NEW.pdf_size, NEW.pdf_sha256)
                              IS DISTINCT FROM (OLD.pdf, OLD.pdf_size, OLD.pdf_sha256))
       OR (NEW.pdf = '') <> (NEW.pdf_sha256 = '')
    THEN
        RAISE EXCEPTION 'paper %: an issued paper never changes; issue one that supersedes it', OLD.file_number
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_issued_fixed BEFORE UPDATE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_issued_is_fixed();

CREATE FUNCTION documents_file_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'reach' IS DISTINCT FROM to_jsonb(OLD) - 'reach' THEN
        RAISE EXCEPTION 'file %: a file on record never changes', OLD.sha256
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_file_fixed BEFORE UPDATE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION documents_file_is_fixed();

CREATE FUNCTION documents_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused, what is on record is kept as it is', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER documents_document_kept BEFORE DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_is_kept();
CREATE TRIGGER documents_attachment_kept BEFORE DELETE ON documents_attachment
    FOR EACH ROW EXECUTE FUNCTION documents_is_kept();
CREATE TRIGGER documents_service_kept BEFORE UPDATE OR DELETE ON documents_service
    FOR EACH ROW EXECUTE FUNCTION documents_is_kept();
