"""What `hoso doctor` says of the roles of the database."""

from cli.doctor import role_finding


def test_all_is_as_the_table_says() -> None:
    assert role_finding([]).good


def test_each_fault_is_told_with_what_to_do() -> None:
    finding = role_finding(["thiếu vai trò hoso_api: quản trị CSDL chạy CREATE ROLE hoso_api NOLOGIN;", "khác bảng"])
    assert not finding.good
    assert "CREATE ROLE hoso_api NOLOGIN;" in finding.seen
    assert "khác bảng" in finding.seen
    assert "hoso migrate" in finding.remedy
