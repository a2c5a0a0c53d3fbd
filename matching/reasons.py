"""Why a decision is what it is: each reason a closed word with the sentence that a clerk reads aloud to the citizen."""

from enum import Enum


class Reason(Enum):
    """One typed ground of a decision. The value is its Vietnamese sentence; it never holds a personal value."""

    __hash__ = object.__hash__  # each member stands once; hashing names in Python was felt in tracing

    # --- the whole claim -------------------------------------------------------------------------------------
    ALL_AGREES = "Mọi thông tin trên giấy đều khớp với Cơ sở dữ liệu quốc gia về dân cư."
    REGISTER_UNAVAILABLE = "Cơ sở dữ liệu không trả lời; hồ sơ sẽ được hỏi lại, chưa kết luận gì về người này."
    NOT_IN_REGISTER = "Không có ai trong cơ sở dữ liệu khớp với thông tin trên giấy."
    ASKED_BY_NUMBER_ONLY = (
        "Cơ sở dữ liệu chỉ tra được khi đúng cả số, họ tên và ngày sinh; cần đối chiếu giấy tờ trước khi kết luận."
    )
    NOTHING_TO_ASK_BY = "Giấy không có số định danh, cũng không đủ họ tên và ngày sinh để tra cứu."

    CHOSEN_BY_PERSON = "Cán bộ đã xem giấy tờ và chọn người này trong các ứng viên."
    NONE_OF_CANDIDATES = "Cán bộ đã xem giấy tờ và xác định không ứng viên nào là người này; cần người nộp bổ sung."
    CHOSEN_NOT_FOUND = "Người mà cán bộ đã chọn nay không còn tìm thấy trong cơ sở dữ liệu; cần xem lại."

    # --- gates: each of these keeps the machine from deciding -------------------------------------------------
    DECEASED = "Cơ sở dữ liệu ghi người này đã chết."
    CANCELLED_NUMBER = "Số định danh trên giấy đã bị hủy; cần dùng số đã được xác lập lại."
    NAME_CONFLICT = "Họ tên trên giấy khác hẳn họ tên trong cơ sở dữ liệu."
    NAME_MISSING = "Giấy không có họ tên đọc được, nên không thể đối chiếu."
    DATE_CONFLICT = "Ngày sinh trên giấy khác hẳn ngày sinh trong cơ sở dữ liệu."
    DATE_MISSING = "Giấy không có ngày sinh đọc được, nên không thể đối chiếu."
    SEX_CONFLICT = "Giới tính trên giấy khác với cơ sở dữ liệu."
    RELATIVES_NUMBER = "Số định danh trên giấy là của người thân trong gia đình."
    SPOUSES_NUMBER = "Số định danh trên giấy là của vợ hoặc chồng."
    NUMBER_OF_OTHER = "Số định danh trên giấy là của một người khác."
    UNEXPLAINED_NUMBER = (
        "Số định danh trên giấy khác số trong cơ sở dữ liệu mà không giải thích được bằng lỗi đọc hay lỗi viết."
    )
    NO_FIRM_NUMBER = "Không có số định danh chắc chắn, mà họ tên hoặc ngày sinh lại có chỗ khác."
    TWO_FIELDS_DIFFER = "Có từ hai thông tin trở lên khác với cơ sở dữ liệu mà không có bằng chứng nào khác bù lại."
    TWIN = "Có anh, chị, em cùng ngày sinh trong gia đình cũng khớp với thông tin trên giấy."
    HOUSEHOLD_FITS_BETTER = "Một người khác trong cùng gia đình khớp với họ tên trên giấy hơn."
    NAMESAKE = "Có người khác trùng họ tên và ngày sinh; thông tin trên giấy chưa đủ để phân biệt."
    OTHERS_NOT_SEEN = (
        "Chỉ tra được đúng người được hỏi: chưa loại trừ được anh chị em sinh cùng ngày hoặc người trùng họ tên."
    )
    NOT_SURE_ENOUGH = "Bằng chứng chưa đủ chắc để máy tự quyết định."
    STOLEN_IDENTITY_SUSPECTED = "Số định danh thuộc một người nhưng họ tên và ngày sinh lại không phải của người đó."
    MAYBE_UNREGISTERED = "Có thể người này chưa có trong cơ sở dữ liệu; người tìm được chỉ gần giống."
    PAPERS_DISAGREE = "Các giấy tờ trong hồ sơ không thống nhất với nhau."

    # --- the number: what differs and why ---------------------------------------------------------------------
    OLD_CMND = "Giấy ghi số chứng minh nhân dân 9 số cũ; nay dùng số định danh 12 số."
    OLD_CMND_MISREAD = "Số chứng minh nhân dân cũ trên giấy sai một chữ số."
    OLD_CMND_SHARED = "Số chứng minh nhân dân cũ này đã được cấp cho nhiều người."
    OLD_CMND_NOT_ON_FILE = "Giấy ghi số chứng minh nhân dân cũ mà cơ sở dữ liệu không lưu; chưa thể đối chiếu số này."
    ID_MISSING = "Giấy không ghi số định danh; số được lấy từ cơ sở dữ liệu."
    ID_OCR_DIGIT = "Một chữ số của số định danh bị đọc nhầm sang chữ số có hình gần giống."
    ID_DIGIT_WRONG = "Một chữ số của số định danh bị viết hoặc đọc sai."
    ID_DIGIT_DROPPED = "Số định danh thiếu một chữ số."
    ID_DIGIT_INSERTED = "Số định danh thừa một chữ số."
    ID_DIGITS_TRANSPOSED = "Hai chữ số liền nhau của số định danh bị đảo chỗ."
    ID_DIGITS_UNREADABLE = "Có chữ số của số định danh không đọc được; các chữ số còn lại đều khớp."
    ID_DIGITS_MISREAD = "Hai hoặc ba chữ số của số định danh bị đọc nhầm sang chữ số có hình gần giống."
    ID_LEADING_ZERO_LOST = "Số định danh bị mất số 0 ở đầu."
    PREFIX_MISFIT = "Sáu chữ số đầu của số định danh không hợp với giới tính hoặc năm sinh trên giấy."

    # --- the name ---------------------------------------------------------------------------------------------
    NAME_CASE = "Họ tên chỉ khác chữ hoa, chữ thường."
    NAME_TONE_PLACEMENT = "Họ tên chỉ khác cách đặt dấu thanh (hòa, hoà)."
    NAME_I_Y = "Họ tên chỉ khác cách viết i và y."
    NAME_NO_MARKS = "Họ tên trên giấy viết không dấu."
    NAME_MARK_DIFFERS = "Họ tên khác nhau ở dấu của một hoặc hai chữ."
    NAME_LETTER_MISREAD = "Một chữ cái của họ tên bị đọc hoặc viết nhầm."
    NAME_LETTERS_MISREAD = "Vài chữ cái của họ tên bị đọc nhầm sang chữ có hình gần giống."
    NAME_OTHER_IN_USE = "Họ tên khác một vài chữ, và chữ trên giấy cũng là một tên có người mang."
    NAME_SPACING = "Họ tên chỉ khác cách tách chữ."
    NAME_MIDDLE_DROPPED = "Giấy ghi thiếu chữ đệm của họ tên."
    NAME_MIDDLE_DIFFERS = "Chữ đệm trên giấy khác với cơ sở dữ liệu."
    NAME_ABBREVIATED = "Chữ đệm trên giấy được viết tắt."
    FORMER_NAME = "Giấy ghi họ tên cũ, trước khi thay đổi hộ tịch."

    # --- the birth date ---------------------------------------------------------------------------------------
    DATE_SWAPPED = "Ngày và tháng sinh bị đảo cho nhau."
    DATE_YEAR_ONLY = "Giấy chỉ ghi năm sinh."
    DATE_PLACEHOLDER = "Giấy ghi ngày 01/01, thường dùng khi chỉ biết năm sinh."
    DATE_DIGIT_WRONG = "Một chữ số của ngày sinh bị viết hoặc đọc sai."
    REGISTER_YEAR_ONLY = "Cơ sở dữ liệu chỉ có năm sinh của người này."

    # --- sex --------------------------------------------------------------------------------------------------
    SEX_WRONG = "Giới tính trên giấy ghi nhầm; số định danh và cơ sở dữ liệu thống nhất với nhau."

    # --- the address ------------------------------------------------------------------------------------------
    ADDRESS_OLD_UNIT = "Địa chỉ trên giấy ghi theo đơn vị hành chính cũ, trước khi sắp xếp từ ngày 01/7/2025."

    # --- what else speaks for the person ----------------------------------------------------------------------
    PHONE_OWNER_AGREES = "Số điện thoại trên giấy đăng ký đúng tên người này."
    PARENTS_AGREE = "Họ tên cha, mẹ trên giấy khớp với cơ sở dữ liệu."

    # --- the phone: findings, never a ground for refusing anybody ---------------------------------------------
    PHONE_OF_OWNER = "Số điện thoại đăng ký chính chủ."
    PHONE_OLD_PREFIX = "Số điện thoại 11 số cũ đã được chuyển sang đầu số 10 số."
    PHONE_STALE_NUMBER = "Số điện thoại là của người này nhưng nhà mạng còn giữ số giấy tờ cũ."
    PHONE_STALE_NAME = "Số điện thoại là của người này nhưng nhà mạng ghi họ tên chưa đúng hoặc đã cũ."
    PHONE_STALE_DATE = "Số điện thoại là của người này nhưng nhà mạng ghi ngày sinh chưa đúng."
    PHONE_OF_RELATIVE = "Số điện thoại đăng ký tên người thân trong gia đình."
    PHONE_OF_SPOUSE = "Số điện thoại đăng ký tên vợ hoặc chồng."
    PHONE_OF_PARENT = "Số điện thoại đăng ký tên cha hoặc mẹ."
    PHONE_OF_GUARDIAN = (
        "Số điện thoại đăng ký tên cha, mẹ hoặc người giám hộ; người chưa đủ tuổi đứng tên thuê bao được dùng như vậy."
    )
    PHONE_OF_FILER = "Số điện thoại là của người nộp thay; người được ủy quyền nộp hồ sơ được ghi số của mình."
    PHONE_OF_CHILD = "Số điện thoại đăng ký tên con."
    PHONE_OF_SIBLING = "Số điện thoại đăng ký tên anh, chị hoặc em."
    PHONE_OF_OTHER = "Số điện thoại đăng ký tên một người khác."
    PHONE_OF_ORGANISATION = "Số điện thoại đăng ký tên một cửa hàng hoặc tổ chức."
    PHONE_OF_OFFICE = "Đây là số máy bàn; số cố định không gắn với một cá nhân nên không đối chiếu chính chủ."
    PHONE_LISTED = "Số điện thoại nằm trong danh sách số của cơ quan, tổ chức; dùng để liên hệ là đúng."
    PHONE_RECYCLED = "Số điện thoại đã được nhà mạng cấp lại cho người khác sau ngày lập giấy."
    PHONE_OF_DECEASED = "Số điện thoại còn đăng ký tên một người mà cơ sở dữ liệu ghi đã chết."
    PHONE_OF_UNKNOWN = "Số điện thoại đăng ký cho một người không có trong cơ sở dữ liệu dân cư."
    PHONE_NOT_FOUND = "Không nhà mạng nào có số điện thoại này."
    PHONE_MISREAD = "Số điện thoại trên giấy sai một chữ số; số đúng đăng ký tên người này."
    PHONE_INVALID = "Đây không phải là số điện thoại di động hợp lệ."
    PHONE_MISSING = "Giấy không ghi số điện thoại."
    PHONE_NOT_VERIFIED = "Nhà mạng đã lâu chưa xác thực lại chủ của thuê bao này."
    PHONE_ON_OLD_CMND = "Thuê bao đăng ký bằng chứng minh nhân dân 9 số; chủ thuê bao phải xác thực lại với nhà mạng."
    PHONE_INACTIVE = "Thuê bao này không còn hoạt động."
    PHONE_HOLDER_NOT_ASKED = "Đã hết số lần tra cứu cho phép nên chưa biết chủ thuê bao là ai."
    PHONE_NOBODY_TO_COMPARE = "Chưa xác định được người nộp nên chưa thể nói số điện thoại là của ai."
