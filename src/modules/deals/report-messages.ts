import { texts } from '../../platform/locale.ts'

/** How a test report is spoken of wherever it is named: in its own pages, and beside the steps. */
export const reportWords = texts({
  vi: {
    reports: 'Báo cáo thử nghiệm', no: (n: number) => `Báo cáo thử nghiệm số ${n}`, version: (n: number) => `bản ${n}`, none: 'Chưa có báo cáo thử nghiệm nào mà bạn đọc được.', kept: 'nội dung do hai bên giữ',
    report: 'Báo cáo', whose: 'Của bên', object: 'Đối tượng thử nghiệm', tested_to: 'Xong ngày', conclusion: 'Kết luận', standing: 'Tình trạng', counted: (all: number, not: number) => (not === 0 ? `${all} chỉ tiêu, không chỉ tiêu nào không đạt` : `${all} chỉ tiêu, ${not} không đạt`),
    conclusions: { meets: 'đạt', meets_in_part: 'đạt một phần', does_not_meet: 'không đạt' }, states: { waiting: 'chờ bên kia trả lời', agreed: 'hai bên thống nhất', objected: 'bên kia phản đối', withdrawn: 'đã rút' },
  },
  en: {
    reports: 'Test reports', no: (n: number) => `Test report ${n}`, version: (n: number) => `version ${n}`, none: 'There is no test report that you may read.', kept: 'its contents are kept between the two sides',
    report: 'Report', whose: 'Whose', object: 'What was tested', tested_to: 'Finished on', conclusion: 'Conclusion', standing: 'Standing', counted: (all: number, not: number) => `${all} ${all === 1 ? 'quantity' : 'quantities'}, ${not === 0 ? 'none' : not} not passed`,
    conclusions: { meets: 'meets', meets_in_part: 'meets in part', does_not_meet: 'does not meet' }, states: { waiting: 'waits for the other side’s answer', agreed: 'both sides agree', objected: 'the other side objects', withdrawn: 'withdrawn' },
  },
})
