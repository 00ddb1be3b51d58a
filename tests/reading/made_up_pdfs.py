"""Small PDF files, made by hand so that each line stands where it is put and each sign is what it is."""

import io

from pypdf import PdfReader, PdfWriter

# The ligatures are set by their names, as type-setting programs do.
_CODES = {"ﬁ": r"\001", "ﬂ": r"\002", "(": r"\(", ")": r"\)", "\\": r"\\"}
_FONT = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
    " /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >> >>"
)


def pdf(*pages: list[str], **facts: str) -> bytes:
    """A PDF with one column of lines a page; `facts` go into its information dictionary (Title="…")."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _FONT]
    places = []
    for lines in pages:
        content = _content(lines)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
            f" /Resources << /Font << /F 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        places.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(places)}] /Count {len(places)} >>"
    objects.append("<< " + " ".join(f"/{name} ({value})" for name, value in facts.items()) + " >>")
    return _file(objects)


def locked(file: bytes, password: str) -> bytes:
    """The same PDF, to be opened by a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(file)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _content(lines: list[str]) -> str:
    shown = ("".join(_CODES.get(sign, sign) for sign in line) for line in lines)
    return "BT /F 11 Tf 14 TL 40 740 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"


def _file(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{written}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()
